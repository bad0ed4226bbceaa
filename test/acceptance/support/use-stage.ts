import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { PluginFolder, Stage } from './stage.ts';

/** What the hooks of a test file prepare: one bundle for the file, one stage for each test. */
export interface Scene {
  readonly plugins: PluginFolder;
  readonly stage: Stage;
}

/** Registers the hooks of a test file, or of the `describe` it is called in. The scene is filled when tests run. */
export function useStage(): Scene {
  const scene = {} as { plugins: PluginFolder; stage: Stage };
  beforeAll(async () => {
    scene.plugins = await PluginFolder.make();
  });
  beforeEach(async () => {
    scene.stage = await Stage.start(scene.plugins);
  });
  afterEach(() => scene.stage.stop());
  afterAll(() => scene.plugins.dispose());
  return scene;
}

import { checkContents } from './checks/contents.ts';
import { checkLayers } from './checks/layers.ts';
import { checkSizes } from './checks/sizes.ts';
import { trackedFiles } from './checks/tracked-files.ts';

/** All checks of the repository's own rules; one line a violation, empty when it keeps them all. */
export async function checkRepository(): Promise<string[]> {
  const files = await trackedFiles();
  return [...checkLayers(files), ...checkSizes(files), ...checkContents(files)];
}

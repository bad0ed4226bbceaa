import { checkContents } from './checks/contents.ts';
import { checkLayers } from './checks/layers.ts';
import { checkSizes, medianLines } from './checks/sizes.ts';
import { trackedFiles } from './checks/tracked-files.ts';

export interface RepositoryReport {
  /** One line a violation; empty when the repository keeps its own rules. */
  readonly mistakes: readonly string[];
  /** Median lines of a file in `src`. */
  readonly median: number;
}

/** Runs all checks of the repository's own rules. */
export async function checkRepository(): Promise<RepositoryReport> {
  const files = await trackedFiles();
  const mistakes = [...checkLayers(files), ...checkSizes(files), ...checkContents(files)];
  return { mistakes, median: medianLines(files) };
}

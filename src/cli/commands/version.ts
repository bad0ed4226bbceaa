import type { Command } from '../command.ts';
import { otformVersion } from '../version.ts';

/** `otform version [-json]`. */
export const versionCommand: Command = async ({ io, flags }) => {
  const platform = `${process.platform}_${process.arch}`;
  if (flags.on('json')) {
    const facts = { otform_version: otformVersion(), node_version: process.versions.node, platform };
    io.stdout.write(`${JSON.stringify(facts, null, 2)}\n`);
  } else {
    io.stdout.write(`otform v${otformVersion()}\non ${platform}, Node v${process.versions.node}\n`);
  }
  return 0;
};

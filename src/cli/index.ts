export { renderCliReference } from './args/reference.ts';
export { run } from './run.ts';
export type { CliIo, InputStream, OutputStream, SignalSource } from './terminal/io.ts';
export { otformVersion } from './version.ts';

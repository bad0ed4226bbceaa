import { type ZipAttributes, type ZipOptions, zipSync } from 'fflate';

/** A zip stores local time without a zone, and none before 1980. */
const MODIFIED = new Date(1980, 0, 1);
const UNIX = 3;
const EXECUTABLE = 0o100_755;

/** A zip with one executable file. Compressed in JavaScript, so its bytes do not depend on the zlib of the Node we run on. */
export function zipExecutable(name: string, bytes: Uint8Array): Uint8Array {
  const options: ZipOptions & ZipAttributes = {
    mtime: MODIFIED,
    os: UNIX,
    attrs: (EXECUTABLE << 16) >>> 0,
    level: 6,
  };
  return zipSync({ [name]: [bytes, options] });
}

import { StateError } from './state-error.ts';

/** Errors of reading a state, in one place so that their wording stays alike. `where` names the file or stream. */
export const stateErrors = {
  syntax: (
    where: string,
    text: string,
    offset: number,
    message: string,
    isTruncated: boolean,
  ): StateError => {
    const before = text.slice(0, offset);
    const place = `line ${before.split('\n').length}, byte offset ${Buffer.byteLength(before)}`;
    if (isTruncated) {
      return new StateError(
        'truncated',
        'State File Ends in the Middle',
        `${where} stops at ${place}, in the middle of the JSON. Nothing was changed. ${RESTORE}`,
      );
    }
    return new StateError(
      'corrupt',
      'State File Is Not Valid JSON',
      `${where} could not be read as JSON at ${place}: ${message}. Nothing was changed. ${RESTORE}`,
    );
  },

  encoding: (where: string, hasOnlyNulls: boolean): StateError =>
    new StateError(
      'corrupt',
      'State File Is Not Text',
      hasOnlyNulls
        ? `${where} holds only zero bytes, as a power failure can leave a file. Nothing was changed. ${RESTORE}`
        : `${where} is not UTF-8 text. Nothing was changed. ${RESTORE}`,
    ),

  shape: (where: string, path: string, expected: string, got: unknown): StateError =>
    new StateError(
      'corrupt',
      'Unexpected Value in the State File',
      `${where}: at ${path}, expected ${expected}, got ${describeKind(got)}. Nothing was changed. ${RESTORE}`,
    ),

  notState: (where: string, got: string): StateError =>
    new StateError(
      'not-state',
      'Not a Terraform State File',
      `${where} is JSON but not a Terraform state: ${got}. Check the path of the state, which the stack's backend ` +
        'block decides.',
    ),

  future: (where: string, version: number, writtenBy: string): StateError =>
    new StateError(
      'future-version',
      'State File Format Is Too New',
      `${where} uses state format version ${version}${writtenBy}; this otform reads version 4. Update otform, or run ` +
        'this stack with the Terraform that wrote the state.',
    ),

  legacy: (where: string, version: number): StateError =>
    new StateError(
      'legacy-version',
      'State File Format Is Too Old',
      `${where} uses state format version ${version}, from before Terraform 0.12; this otform reads version 4. Run ` +
        '`terraform apply -refresh-only` with Terraform once, which rewrites the state as version 4.',
    ),

  duplicate: (where: string, address: string): StateError =>
    new StateError(
      'corrupt',
      'Duplicate Resource Instance in the State',
      `${where} lists ${address} more than once, so it is not clear which object is the real one. Nothing was ` +
        'changed. Remove the wrong entry from the file by hand (keep a copy), or restore the `.backup` file.',
    ),
};

const RESTORE =
  'If the `.backup` file beside it is good, put it in place of the state and run `otform plan`.';

function describeKind(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  const text = JSON.stringify(value);
  return typeof value === 'number' || text.length <= 40
    ? `${typeof value} ${text}`
    : `a long ${typeof value}`;
}

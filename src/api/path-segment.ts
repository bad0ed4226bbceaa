/**
 * A server-given or user-given id as one segment of a path. Throws `RangeError` for what could reach another route: an
 * empty id, and the dot segments that URL readers resolve even when nothing else is special in them.
 */
export function pathSegment(id: string): string {
  if (id === '' || id === '.' || id === '..') throw new RangeError(`"${id}" cannot be an OpenTrain id`);
  return encodeURIComponent(id);
}

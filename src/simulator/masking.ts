const SECRET = /\b(ot_pat_|ot_clm_|ot_cat_|ot_ptk_|whsec_)([A-Za-z0-9_-]+)/g;
const HINT = /ot_(?:pat|clm|cat|ptk)_|whsec_/;

/** Preview of a token as the token pages show it: prefix, four characters, eight asterisks, last two or four. */
export function maskToken(token: string): string {
  return token.replace(SECRET, (_all, prefix: string, rest: string) => {
    return rest.length > 8 ? `${prefix}${rest.slice(0, 4)}********${rest.slice(-4)}` : `${prefix}********`;
  });
}

/** A deep copy without tokens; the value itself when it holds none, which is nearly always. */
export function maskSecrets<T>(value: T): T {
  const text = JSON.stringify(value);
  if (text === undefined || !HINT.test(text)) return value;
  return JSON.parse(maskToken(text)) as T;
}

/**
 * Every secret the vendor's docs name: API, claim, claim-attempt and partner tokens, webhook secrets
 * [D concepts/authentication, webhooks/create]. One character must follow, so a bare prefix in prose stays readable.
 */
const SECRETS =
  /(ot_(?:pat|clm|cat|ptk)_|whsec_)[A-Za-z0-9_~+/=-](?:[A-Za-z0-9._~+/=-]*[A-Za-z0-9_~+/=-])?/gi;

const MASK = '********';

/** Shorter strings are not taken for tokens: masking them would blank out ordinary words. */
const MIN_TOKEN_CHARS = 8;

export type Mask = (text: string) => string;

/** The text with every documented kind of secret cut to its prefix and asterisks. */
export function maskTokens(text: string): string {
  return text.replace(SECRETS, `$1${MASK}`);
}

/** As `maskTokens`, and also masks any echo of the token in use, whatever its form. */
export function createMask(token: string | null): Mask {
  if (token === null || token.length < MIN_TOKEN_CHARS) return maskTokens;
  const encoded = encodeURIComponent(token);
  return (text) => {
    const masked = maskTokens(text).replaceAll(token, MASK);
    return encoded === token ? masked : masked.replaceAll(encoded, MASK);
  };
}

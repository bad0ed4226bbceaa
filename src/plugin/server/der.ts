/** The few forms of DER (ITU-T X.690) that a certificate needs. */
function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.of(tag, content.length), content]);
  const length: number[] = [];
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 0x100)) length.unshift(rest % 0x100);
  return Buffer.concat([Buffer.of(tag, 0x80 | length.length, ...length), content]);
}

export const sequence = (...parts: readonly Uint8Array[]) => tagged(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]) => tagged(0x31, ...parts);
export const octetString = (content: Uint8Array) => tagged(0x04, content);
export const utf8String = (text: string) => tagged(0x0c, Buffer.from(text, 'utf8'));
export const boolean = (value: boolean) => tagged(0x01, Buffer.of(value ? 0xff : 0x00));

/** Context-specific tag `[number]`, constructed. */
export const explicit = (number: number, content: Uint8Array) => tagged(0xa0 | number, content);

/** Context-specific tag `[number]` of text, as a DNS name in a subjectAltName. */
export const implicitText = (number: number, text: string) =>
  tagged(0x80 | number, Buffer.from(text, 'latin1'));

/** Bits from the left; `unused` counts those missing in the last byte. */
export const bitString = (content: Uint8Array, unused = 0) => tagged(0x03, Buffer.of(unused), content);

/** A non-negative integer, big end first. */
export function integer(magnitude: Uint8Array): Buffer {
  let start = 0;
  while (start < magnitude.length - 1 && magnitude[start] === 0) start += 1;
  const rest = magnitude.subarray(start);
  return (rest[0] ?? 0) >= 0x80 ? tagged(0x02, Buffer.of(0), rest) : tagged(0x02, rest);
}

/** Object identifier from its dotted form. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of others) {
    const groups = [arc % 0x80];
    for (let rest = Math.floor(arc / 0x80); rest > 0; rest = Math.floor(rest / 0x80)) {
      groups.unshift((rest % 0x80) | 0x80);
    }
    bytes.push(...groups);
  }
  return tagged(0x06, Buffer.from(bytes));
}

/** Point in time to the second: UTCTime up to 2049, GeneralizedTime after (RFC 5280, 4.1.2.5). */
export function time(at: Date): Buffer {
  const digits = at.toISOString().replace(/\D/g, '').slice(0, 14);
  return at.getUTCFullYear() < 2050
    ? tagged(0x17, Buffer.from(`${digits.slice(2)}Z`, 'latin1'))
    : tagged(0x18, Buffer.from(`${digits}Z`, 'latin1'));
}

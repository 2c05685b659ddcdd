/** Bytes of r and of s for P-256. */
const SIZE = 32;

const integer = (der: Uint8Array, at: number): { value: Uint8Array; next: number } | null => {
  const length = der[at + 1];
  if (der[at] !== 0x02 || length === undefined || length < 1 || length > SIZE + 1) return null;
  const body = der.subarray(at + 2, at + 2 + length);
  if (body.length !== length) return null;
  const first = body[0] ?? 0;
  if (first & 0x80) return null;
  const padded = first === 0 && length > 1;
  if (padded && ((body[1] ?? 0) & 0x80) === 0) return null;
  const digits = padded ? body.subarray(1) : body;
  if (digits.length > SIZE) return null;
  const value = new Uint8Array(SIZE);
  value.set(digits, SIZE - digits.length);
  return { value, next: at + 2 + length };
};

/**
 * Raw r||s (64 bytes, RFC 7518 section 3.4) of a DER `ECDSA-Sig-Value` (RFC 3279 section 2.2.3) for P-256, or null.
 * Strict: short lengths only, minimal non-negative integers of at most 32 bytes, nothing behind.
 */
export const derToRaw = (der: Uint8Array): Uint8Array | null => {
  const length = der[1];
  if (der[0] !== 0x30 || length === undefined || length > 0x7f || der.length !== length + 2) return null;
  const r = integer(der, 2);
  const s = r === null ? null : integer(der, r.next);
  if (r === null || s === null || s.next !== der.length) return null;
  const raw = new Uint8Array(2 * SIZE);
  raw.set(r.value, 0);
  raw.set(s.value, SIZE);
  return raw;
};

const encodeInteger = (value: Uint8Array): number[] => {
  let from = 0;
  while (from < value.length - 1 && value[from] === 0) from += 1;
  const digits = [...value.subarray(from)];
  if ((digits[0] ?? 0) & 0x80) digits.unshift(0);
  return [0x02, digits.length, ...digits];
};

/** DER of raw r||s for P-256, or null when `raw` is not 64 bytes. */
export const rawToDer = (raw: Uint8Array): Uint8Array | null => {
  if (raw.length !== 2 * SIZE) return null;
  const body = [...encodeInteger(raw.subarray(0, SIZE)), ...encodeInteger(raw.subarray(SIZE))];
  return Uint8Array.from([0x30, body.length, ...body]);
};

import { encodeBase64url } from "../../../core/trust/base64url.ts";
import { percentEncoded } from "./request-builder.ts";

/** UTF-8 by the one means that every engine has; null for half a character. */
const utf8 = (text: string): Uint8Array | null => {
  try {
    const bytes = encodeURIComponent(text).replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    return Uint8Array.from(bytes, (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
};

/** RFC 4648 section 4, padded, as Basic credentials hold it. */
const base64 = (bytes: Uint8Array): string => {
  const text = encodeBase64url(bytes).replaceAll("-", "+").replaceAll("_", "/");
  return text.padEnd(Math.ceil(text.length / 4) * 4, "=");
};

/** A secret as it may stand in an address, a form, JSON, or a header: the forms in which it can come back. */
export function secretForms(secret: string): readonly string[] {
  const encoded = percentEncoded(secret);
  const bytes = utf8(secret);
  return [
    ...new Set([
      ...[secret, JSON.stringify(secret).slice(1, -1)],
      ...(encoded === null ? [] : [encoded, encoded.replaceAll("%20", "+"), encodeURIComponent(secret)]),
      ...(bytes === null ? [] : [base64(bytes)]),
    ]),
  ];
}

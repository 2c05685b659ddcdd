import type { Attachment } from "../../core/schema/message-wire.ts";

const startsWith = (bytes: Uint8Array, at: number, expected: readonly number[]): boolean =>
  expected.every((byte, place) => bytes[at + place] === byte);
const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

/** Bytes that a file of the type begins with: PNG 5.2 and 11.2.2, JPEG (ITU T.81 B.1.1.3), RFC 9649, ISO 32000-1 7.5.2. */
const SIGNATURES: readonly { type: Attachment["type"]; fits: (bytes: Uint8Array) => boolean }[] = [
  {
    type: "image/png",
    fits: (bytes) =>
      startsWith(bytes, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) && startsWith(bytes, 12, ascii("IHDR")),
  },
  { type: "image/jpeg", fits: (bytes) => startsWith(bytes, 0, [0xff, 0xd8, 0xff]) && (bytes[3] ?? 0) >= 0xc0 },
  {
    type: "image/webp",
    fits: (bytes) => startsWith(bytes, 0, ascii("RIFF")) && startsWith(bytes, 8, ascii("WEBPVP8")),
  },
  {
    type: "application/pdf",
    fits: (bytes) => startsWith(bytes, 0, ascii("%PDF-")) && /\d/.test(String.fromCharCode(bytes[5] ?? 0)),
  },
];

/** What the bytes are, by their first ones; null for anything that a message may not carry. */
export const fileType = (bytes: Uint8Array): Attachment["type"] | null =>
  SIGNATURES.find(({ fits }) => fits(bytes))?.type ?? null;

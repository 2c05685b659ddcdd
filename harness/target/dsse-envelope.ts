import { type KeyObject, sign, timingSafeEqual, verify } from "node:crypto";
import { z } from "zod";
import type { OperatorKey } from "./operator-key.ts";

const base64 = z.string().max(4_000_000);

/** DSSE envelope, JSON form (secure-systems-lab/dsse, envelope.md and protocol.md, v1). */
export const envelopeSchema = z.strictObject({
  payloadType: z.string().max(200),
  payload: base64,
  signatures: z
    .array(z.strictObject({ keyid: z.string().max(200), sig: base64 }))
    .min(1)
    .max(20),
});

export type Envelope = z.infer<typeof envelopeSchema>;

/** The bytes that are signed: pre-authentication encoding, so that type and payload cannot be taken for each other. */
export const preAuthEncoding = (payloadType: string, payload: Uint8Array): Buffer => {
  const type = Buffer.from(payloadType, "utf8");
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${type.length} `),
    type,
    Buffer.from(` ${payload.length} `),
    Buffer.from(payload),
  ]);
};

/** Bytes of standard base64 with padding; null for anything that is not the one spelling of its bytes. */
export const strictBase64 = (text: string): Buffer | null => {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : null;
};

/** Signs `payload` with Ed25519. */
export const signEnvelope = (payloadType: string, payload: Uint8Array, signer: OperatorKey): Envelope => ({
  payloadType,
  payload: Buffer.from(payload).toString("base64"),
  signatures: [
    {
      keyid: signer.id,
      sig: sign(null, preAuthEncoding(payloadType, payload), signer.key).toString("base64"),
    },
  ],
});

/**
 * Whether one of the signatures is by `key`. The key ids are hints that nobody has signed, so they decide nothing; the
 * signature is checked over `payload`, the bytes at hand, and never over a re-encoding.
 */
export const isSignedBy = (envelope: Envelope, payload: Uint8Array, key: KeyObject): boolean =>
  envelope.signatures.some(({ sig }) => {
    const bytes = strictBase64(sig);
    return bytes?.length === 64 && verify(null, preAuthEncoding(envelope.payloadType, payload), key, bytes);
  });

/** Equality of bytes in a time that depends on their length alone. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

import { z } from "zod";

/** The small shapes that every file of the wire contract is made of. Times are epoch milliseconds. */
export const epochMs = z.number().nonnegative();
/** An opaque id. */
export const idSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9._~-]+$/);
export const base64urlSchema = z.string().regex(/^[A-Za-z0-9_-]*$/);
export const sha256HexSchema = z.string().regex(/^[0-9a-f]{64}$/);
export const textSchema = z.string().min(1);

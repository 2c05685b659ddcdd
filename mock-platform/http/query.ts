import { z } from "zod";

/** Longest wait that a long poll may ask for, wall milliseconds. */
export const LONGEST_WAIT_MS = 30_000;

/** `wait` in wall milliseconds; more than the longest is cut to it. */
export const waitQuery = z.coerce
  .number()
  .min(0)
  .default(0)
  .transform((ms) => Math.min(ms, LONGEST_WAIT_MS));
export const afterQuery = z.coerce.number().int().min(0).default(0);
export const contactParams = z.strictObject({ id: z.string().min(1).max(64) });

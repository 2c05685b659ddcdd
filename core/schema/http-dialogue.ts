import { z } from "zod";

/**
 * A recorded dialogue of `fieldproof target check --record`: secrets, tokens and cookies masked before it was written.
 * `--replay` answers from it without the target.
 */
export const HTTP_DIALOGUE_SCHEMA_ID = "fieldproof.dialogue/1";

const headers = z.record(z.string(), z.string());

const exchange = z.strictObject({
  request: z.strictObject({
    method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]),
    path: z.string().max(100_000),
    headers,
    body: z.string().max(1_000_000).optional(),
  }),
  response: z.strictObject({
    status: z.number().int().min(0).max(999),
    headers,
    body: z.string().max(1_000_000),
    error: z.string().max(1000).optional(),
  }),
});

export const httpDialogueSchema = z.strictObject({
  schema: z.literal(HTTP_DIALOGUE_SCHEMA_ID),
  /** Name of the target file that was checked. */
  target: z.string().max(200),
  /** Epoch milliseconds of this machine's clock at its beginning: stamps are held against it. */
  startedAt: z.number().int().nonnegative(),
  /** What the client ids began with. */
  idPrefix: z.string().regex(/^[a-z0-9-]{1,100}$/, "lower-case letters, digits and hyphens"),
  exchanges: z.array(exchange).max(1000),
});

export type RecordedDialogue = z.infer<typeof httpDialogueSchema>;
export type RecordedExchange = z.infer<typeof exchange>;

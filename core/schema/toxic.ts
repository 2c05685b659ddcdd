import { z } from "zod";

/** Longest lease of a toxic, wall ms: what a killed harness can leave behind at most. */
export const LONGEST_TTL_MS = 600_000;
/** Most toxics that a proxy holds at once. */
export const MOST_TOXICS = 64;

const ms = (most: number) => z.number().int().min(0).max(most);
const HOUR_MS = 3_600_000;

export const toxicNameSchema = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, {
  error: "1 to 64 of a-z, 0-9, dot, underscore and hyphen, beginning with a letter or digit",
});

export const ttlMsSchema = z.number().int().min(50).max(LONGEST_TTL_MS);

/** `*` in a path stands for one segment, `**` at the end for all that follows; the query never counts. */
export const routeSchema = z.strictObject({
  methods: z
    .array(z.string().regex(/^[A-Z]{1,20}$/))
    .min(1)
    .max(20)
    .optional(),
  path: z
    .string()
    .max(500)
    .regex(/^\/[^?#\s]*$/, { error: "a path that begins with / and has no query" })
    .optional(),
});

const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "content-length",
  "upgrade",
  "trailer",
  "te",
]);
const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/)
  .refine((name) => !HOP_BY_HOP.has(name.toLowerCase()), { error: "the proxy writes this header itself" });
const headerValue = z
  .string()
  .max(1000)
  .regex(/^[\t\x20-\x7e]*$/, { error: "one line of ASCII" });

const common = {
  name: toxicNameSchema,
  /** `upstream` is client to server, `downstream` server to client, as Toxiproxy has it. */
  direction: z.enum(["upstream", "downstream"]).default("downstream"),
  /** Share of the connections (TCP) or requests (HTTP) that it strikes; Toxiproxy's toxicity. */
  share: z.number().min(0).max(1).default(1),
  /** HTTP only. */
  route: routeSchema.optional(),
  /** Wall ms after which it ends by itself unless renewed. */
  ttlMs: ttlMsSchema,
};

/**
 * One fault of the proxy; types after Toxiproxy where it has them, units in the names. `bandwidth` on the downstream of
 * a route is a slow body, `limit_data` a truncated one. Rates count per connection or exchange, not over all.
 */
export const toxicSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("latency"), latencyMs: ms(HOUR_MS), jitterMs: ms(HOUR_MS).default(0), ...common }),
  z.strictObject({ type: z.literal("bandwidth"), bytesPerSec: z.number().int().min(1).max(1e9), ...common }),
  z.strictObject({
    type: z.literal("slicer"),
    sliceBytes: z.number().int().min(1).max(1e6),
    delayMs: ms(HOUR_MS),
    ...common,
  }),
  z.strictObject({ type: z.literal("slow_close"), delayMs: ms(HOUR_MS), ...common }),
  z.strictObject({ type: z.literal("timeout"), timeoutMs: ms(HOUR_MS), ...common }),
  z.strictObject({ type: z.literal("reset_peer"), timeoutMs: ms(HOUR_MS), ...common }),
  z.strictObject({ type: z.literal("limit_data"), bytes: z.number().int().min(0).max(1e12), ...common }),
  z.strictObject({ type: z.literal("down"), ...common }),
  z.strictObject({
    type: z.literal("status"),
    status: z.number().int().min(200).max(599),
    body: z.string().max(16_384).default(""),
    headers: z.record(headerName, headerValue).default({}),
    ...common,
  }),
]);

export const addToxicsSchema = z.strictObject({ toxics: z.array(toxicSchema).min(1).max(MOST_TOXICS) });
/** Without names all that are held are renewed. */
export const renewToxicsSchema = z.strictObject({
  ttlMs: ttlMsSchema,
  names: z.array(toxicNameSchema).min(1).max(MOST_TOXICS).optional(),
});

/** What a toxic really did: the proof of its effect. */
export const toxicCountsSchema = z.object({
  /** Connections or requests that it could have struck. */
  eligible: z.number(),
  /** Those that the share chose. */
  chosen: z.number(),
  /** Those on which it truly acted. */
  hit: z.number(),
  /** Wall ms that it held bytes back, summed. */
  heldMs: z.number(),
  /** Bytes that it kept from arriving. */
  cutBytes: z.number(),
});

export const toxicStateSchema = z.object({
  toxic: toxicSchema,
  counts: toxicCountsSchema,
  /** Wall ms left; 0 once ended. */
  leftMs: z.number(),
  /** Why it ended, or null while it is held. */
  ended: z.enum(["lapsed", "removed", "reset", "stopped"]).nullable(),
});

export const proxyStatusSchema = z.object({
  mode: z.enum(["tcp", "http"]),
  upstream: z.string(),
  held: z.array(toxicStateSchema),
  /** The last that ended, oldest first. */
  ended: z.array(toxicStateSchema),
});

export type Toxic = z.infer<typeof toxicSchema>;
/** A toxic as it is written, defaults left out. */
export type ToxicInput = z.input<typeof toxicSchema>;
export type ToxicRoute = z.infer<typeof routeSchema>;
export type ToxicCounts = z.infer<typeof toxicCountsSchema>;
export type ToxicState = z.infer<typeof toxicStateSchema>;
export type ToxicDirection = Toxic["direction"];
export type ProxyStatus = z.infer<typeof proxyStatusSchema>;

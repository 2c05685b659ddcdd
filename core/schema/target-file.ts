import { z } from "zod";
import { CAPABILITIES } from "../contract/ids.ts";
import { STIMULUS_IDS } from "../contract/stimulus-ids.ts";
import { guardsSchema } from "./guard.ts";
import { httpMappingSchema } from "./http-mapping.ts";
import { factsSchema } from "./wire.ts";

/**
 * The target file: what may be drilled, how hard, until when and by whose leave. Off loopback it counts only with an
 * operator's signature over its exact bytes. How hosts and addresses must be spelled is checked by
 * harness/target/target-findings.ts, since it needs more than patterns.
 */
export const TARGET_FILE_SCHEMA_ID = "fieldproof.target/1";

const name = z.string().min(1).max(120);
const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "lower-case letters, digits and hyphens");
const port = z.number().int().min(1).max(65_535);
const baseAddress = z
  .string()
  .min(1)
  .max(300)
  .describe("http:// or https://, host and port; no path. Such as https://desk.staging.example");

const host = z.strictObject({
  host: z.string().min(1).max(253).describe("A name or an address, spelled as in `addresses`."),
  ports: z.array(port).min(1).max(20),
  addresses: z
    .array(z.string().min(1).max(50))
    .min(1)
    .max(50)
    .describe("Where the name may lead: IP addresses, or networks such as 192.0.2.0/28."),
});

const publishedLimit = z.strictObject({
  scope: name.describe("What the limit is on, in the target's own words."),
  perMinute: z.number().int().min(1).max(10_000_000),
  source: z.string().min(1).max(500).describe("Where the target publishes it."),
});

const HEADER = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/;
const HEADER_VALUE = /^[\x21-\x7e]{1,200}$/;

export const targetFileSchema = z.strictObject({
  schema: z.literal(TARGET_FILE_SCHEMA_ID),
  name,
  environment: z.enum(["local", "test", "staging", "production"]),
  adapter: z
    .enum(["reference", "http"])
    .optional()
    .describe(
      "How it is spoken to; `reference`: by the wire contract of the bundled stack, as `fieldproof serve` does; `http`: as the section of that name says.",
    ),
  http: httpMappingSchema
    .optional()
    .describe("With `adapter: http`: this desk's requests, and where to read their answers."),
  addresses: z.strictObject({
    pops: z
      .record(id, baseAddress)
      .refine((pops) => Object.keys(pops).length > 0, "at least one PoP, such as pop-a: https://a.staging.example"),
    origin: baseAddress,
    ops: baseAddress.optional().describe("Operations port, when the target has one."),
  }),
  hosts: z
    .array(host)
    .max(50)
    .default([])
    .describe("Every host off this machine. What is not listed is never spoken to."),
  timeFactor: z
    .number()
    .int()
    .min(1)
    .max(50)
    .optional()
    .describe("Simulated seconds per wall second, when the target has such a clock; real time without it."),
  limits: z.strictObject({
    maxRequestsPerSec: z.number().positive().max(100_000),
    maxContacts: z.number().int().min(1).max(1_000_000),
    publishedLimits: z.array(publishedLimit).max(20).default([]),
  }),
  allowedStimuli: z.array(z.enum(STIMULUS_IDS)).max(50).default([]),
  expiresAt: z.iso.datetime({ offset: true }).describe("From then on this file allows nothing."),
  approver: z.strictObject({ name, role: name }),
  secrets: z
    .record(id, z.strictObject({ file: z.string().min(1).max(4096).describe("A file of mode 0600.") }))
    .default({})
    .describe("References only: a secret never stands in this file."),
  faultProxy: z
    .strictObject({ control: baseAddress, secret: id.describe("Which of the secrets its control address takes.") })
    .optional()
    .describe("A fault proxy that stands before a part of the target."),
  hooks: z
    .strictObject({
      file: z.string().min(1).max(4096),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits")
        .describe("Of the file's bytes: what was approved is what runs."),
    })
    .optional()
    .describe("Hooks by which the target is broken and mended."),
  syntheticMarker: z
    .strictObject({
      header: z.string().regex(HEADER, "the name of a header"),
      value: z.string().regex(HEADER_VALUE, "printable ASCII without blanks, at most 200 characters"),
    })
    .describe("Header on every request, so that the target can tell made-up contacts from customers."),
  facts: z
    .strictObject({
      general: factsSchema.shape.facts.describe("What is true for everyone, by what was asked."),
      orders: factsSchema.shape.orders.default([]).describe("Made-up orders that the target knows."),
    })
    .optional()
    .describe("What a right answer says, where the target has no call that tells it. Customers ask about these."),
  capabilities: z.array(z.enum(CAPABILITIES)).max(20).default([]),
  guards: guardsSchema
    .optional()
    .describe("Abort rules of the target's owner; they hold beside those of each plan, which cannot lift them."),
  prices: z
    .strictObject({
      currency: z.string().regex(/^[A-Z]{3}$/, "three capital letters, such as EUR (ISO 4217)"),
      perRequestMicros: z.number().int().min(0).max(1_000_000_000).default(0),
      perContactMicros: z.number().int().min(0).max(1_000_000_000_000).default(0),
    })
    .optional()
    .describe("Millionths of the currency, for the cost that `fieldproof plan` prints."),
});

/** A target file with every default filled in. */
export type TargetFile = z.infer<typeof targetFileSchema>;
export type ListedHost = TargetFile["hosts"][number];

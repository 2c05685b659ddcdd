import { z } from "zod";
import { DRILL_IDS, INTENTS, PROFILES } from "../contract/ids.ts";
import { guardsSchema } from "./guard.ts";
import { fulfilmentBudgetsSchema, fulfilmentPlanSchema } from "./fulfilment-plan.ts";

/**
 * The plan of a drop, `drop.yaml`. Seconds are simulated seconds unless the name says `wall`; they are what a
 * customer would live through at 1:1.
 */
const seconds = z.number().positive().max(86_400);
const share = z.number().min(0).max(1);

const logNormal = z
  .strictObject({
    medianSec: seconds.describe("Half of all draws are below this."),
    sigma: z.number().positive().max(3).describe("Spread of the logarithm; 0.5 is usual for handling times."),
  })
  .describe("A log-normal time (Brown et al. 2005 for handling, industry figures for patience).");

const phases = z.strictObject({
  timeFactor: z.number().int().min(1).max(50).describe("Simulated seconds per wall second."),
  controlSec: seconds,
  refreshSec: seconds,
  stepSec: seconds,
  tailSec: z.number().min(0).max(86_400),
  drainSec: seconds.describe(
    "How long contacts are still observed after the last arrival; at least the largest budget.",
  ),
  auditSec: seconds,
});

const arrivals = z.strictObject({
  preset: z
    .enum(["step-and-tail", "steady"])
    .default("step-and-tail")
    .describe("Shape of the arrivals; docs/drills/nano-drop.md cites the source of each."),
  csv: z
    .string()
    .min(1)
    .max(4096)
    .optional()
    .describe("Arrival times of your last drop: CSV with the column `at`. Replaces step and tail."),
  peakPerSec: z.number().positive().max(1000).default(1.2).describe("Contacts per simulated second in the step."),
  islandReadsPerSec: z
    .number()
    .min(0)
    .max(5000)
    .default(20)
    .describe("Island reads per simulated second in the refresh wave."),
  nearDuplicateShare: share
    .default(0.3)
    .describe("Share of tail questions that repeat an earlier one almost word for word."),
});

const staffing = z.strictObject({
  kind: z
    .enum(["modelled", "real"])
    .default("modelled")
    .describe(
      "`modelled`: agents are actors of ours, and the report says so. `real`: people work at the desk themselves, in real time.",
    ),
  agents: z.number().int().min(0).max(2000).default(10),
  slotsPerAgent: z.number().int().min(1).max(10).default(2).describe("Chats that one agent handles at once."),
  handle: logNormal.default({ medianSec: 57, sigma: 0.3 }),
  firstReplyShare: share
    .default(0.25)
    .describe("Part of the handling time that passes before the first reply is sent."),
  pickUp: logNormal.default({ medianSec: 2, sigma: 0.4 }).describe("From the offer of a contact to its claim."),
});

const customers = z.strictObject({
  patience: logNormal.default({ medianSec: 75, sigma: 0.7 }),
  silentLeaverShare: share.default(0.6).describe("Of those who give up, the share that does so without a word."),
  resendShare: share.default(0.1).describe("Share that sends the same message again while waiting."),
  followUpShare: z
    .number()
    .min(0.01)
    .max(1)
    .default(0.15)
    .describe(
      "Of those with a general question outside the step, the share that comes back with another matter; at a mapped desk of those whom a person answers, too.",
    ),
  longPollShare: share.default(0.3).describe("Share that receives replies by long poll instead of WebSocket."),
  standardLaneShare: share.default(0).describe("Share that writes to the standard lane instead of the stream."),
  intents: z
    .partialRecord(z.enum(INTENTS), z.number().min(0).max(1000))
    .optional()
    .describe("Weights of the questions; the default mix is in docs/drills/nano-drop.md."),
});

const replyBudget = z.strictObject({ p50Sec: seconds, p95Sec: seconds });

const budgets = z.strictObject({
  anyReply: replyBudget.default({ p50Sec: 5, p95Sec: 60 }).describe("First reply of any kind, stream contacts."),
  humanReply: replyBudget
    .default({ p50Sec: 30, p95Sec: 60 })
    .describe("First human reply, contacts handed to a human."),
  unansweredAtMost: share.default(0).describe("Share of contacts that had no reply at all by the end of the drain."),
  systemDelayP95Ms: z
    .number()
    .positive()
    .max(60_000)
    .default(500)
    .describe("Wall milliseconds that the system adds each way: from send to sight, with a slot free."),
  triageRightAtLeast: share
    .default(0.98)
    .describe("Share of the island's answers that must be to what was asked, and to nothing only a person may answer."),
  firstContactResolution: z
    .strictObject({ atLeast: share, windowSec: seconds })
    .default({ atLeast: 0.8, windowSec: 60 })
    .describe("Same matter, answered right, not reopened within the window."),
  fulfilment: fulfilmentBudgetsSchema.prefault({}).describe("Of overloaded-fulfilment."),
});

export const PLAN_SCHEMA_ID = "fieldproof.plan/1";

export const planSchema = z.strictObject({
  schema: z.literal(PLAN_SCHEMA_ID),
  drop: z.strictObject({
    name: z.string().min(1).max(120),
    event: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "lower-case letters, digits and hyphens")
      .default("drop"),
    startsAt: z.iso.datetime({ offset: true }).optional().describe("When the real drop opens; printed on the report."),
    items: z.number().int().min(1).max(1_000_000).default(300),
  }),
  seed: z
    .number()
    .int()
    .min(0)
    .max(4_294_967_295)
    .default(7)
    .describe("Same seed, same customers and the same arrivals."),
  required: z
    .array(z.enum(DRILL_IDS))
    .min(1)
    .default(["nano-drop"])
    .describe("A required drill that is inconclusive or not run makes the run CAN'T TELL."),
  readyForDays: z
    .number()
    .int()
    .min(1)
    .max(90)
    .default(7)
    .describe("A READY expires after this many days, or when the plan changes."),
  arrivals: arrivals.prefault({}),
  staffing: staffing.prefault({}),
  customers: customers.prefault({}),
  budgets: budgets.prefault({}),
  fulfilment: fulfilmentPlanSchema.prefault({}).describe("What overloaded-fulfilment rehearses."),
  guards: guardsSchema
    .optional()
    .describe("Abort rules on the target's own signals: the load stops within two seconds of a trip. Default: none."),
  profiles: z
    .partialRecord(z.enum(PROFILES), phases.partial())
    .optional()
    .describe("Overrides of a profile's phases, for rehearsing another shape."),
});

/** A plan as it was written down, without the defaults of this version: its digest is over that. */
export const planDocumentSchema = z.record(z.string(), z.unknown());

/** A plan with every default filled in. */
export type Plan = z.infer<typeof planSchema>;
/** The phases of one profile, in simulated seconds, with its time factor. */
export type Phases = z.infer<typeof phases>;
export type LogNormal = z.infer<typeof logNormal>;

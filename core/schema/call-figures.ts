import { z } from "zod";
import { callPolicySchema } from "./call-policy.ts";

const rate = z.number().nonnegative().nullable();
const count = z.number().int().nonnegative();

/**
 * What one call policy did to a partner that became slow, measured in one replicate of overloaded-fulfilment. Times are
 * simulated seconds, rates are matters per simulated second; null where nothing could be measured.
 */
export const callFiguresSchema = z.strictObject({
  policy: callPolicySchema,
  /** Places to wait in at the partner; null for no bound. */
  queue: z.number().int().nonnegative().nullable(),
  /** Customers with order trouble who came, from the start of the control to the end of the recovery. */
  offeredPerSec: rate,
  /** Goodput: matters whose case the partner settled for the first time while their customer still waited for it. */
  answeredPerSec: z.strictObject({ before: rate, during: rate, after: rate }),
  /** Requests for cases that came to the partner, for each matter that was asked for at all. */
  requestsPerMatter: rate,
  /** Share of the cases that the partner worked off of which nobody had anything: settled before, or too late. */
  workForNobody: z.number().min(0).max(1).nullable(),
  recovery: z.strictObject({
    /** `unknown`: what came before the fault gives no measure of "as before". */
    state: z.enum(["recovered", "never", "unknown"]),
    /** From the end of the fault; null unless recovered. */
    afterSec: rate,
    /** How long it was looked for. */
    watchedSec: z.number().nonnegative(),
  }),
  matters: count,
  /** Of them, answered by the partner while their customer still waited. */
  answeredInTime: count,
  promises: z.strictObject({ made: count, kept: count, broken: count, mostOpen: count }),
});

export type CallFigures = z.infer<typeof callFiguresSchema>;

import { z } from "zod";

/**
 * A live guard: an abort rule on the target's own signals, such as its error share or the queue of its real customers.
 * All its times are wall times: it protects a target, not a simulation.
 */
const counter = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "the name of a counter, such as queue.depth")
  .describe("A number that the target tells of itself; of the reference stack, one of GET /ops/v1/counters.");
const counters = z.array(counter).min(1).max(10);

export const guardSignalSchema = z
  .strictObject({
    counter: counter.optional().describe("The number itself, such as the depth of a queue."),
    rate: counter.optional().describe("What is added to it per wall second, over the last `forWallSec`."),
    hook: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "the name of a hook of the target file")
      .optional()
      .describe("The number that this hook of the target prints or answers; it is asked every two seconds."),
    ratio: z
      .strictObject({ part: counters, whole: counters })
      .optional()
      .describe("What was added to the one, of what was added to the other, over the last `forWallSec`."),
  })
  .refine((signal) => Object.values(signal).filter((one) => one !== undefined).length === 1, {
    error: "exactly one of counter, rate, ratio and hook",
  });

export const guardSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "lower-case letters, digits and hyphens"),
  signal: guardSignalSchema,
  above: z.number().min(0).max(1e12).describe("It trips above this, never at it."),
  forWallSec: z.number().min(0.5).max(600).default(5).describe("For so long, wall seconds."),
  whenBlind: z
    .enum(["trip", "ignore"])
    .default("trip")
    .describe("What a signal means that could not be read for some three seconds, a hook's for six."),
});

export const guardsSchema = z.array(guardSchema).max(20);

export type Guard = z.infer<typeof guardSchema>;
export type GuardSignal = z.infer<typeof guardSignalSchema>;

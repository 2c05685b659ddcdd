import { z } from "zod";

const pid = z.number().int().min(2);

/** What the harness tells its watchdog, a JSON line each. */
export const watchLineSchema = z.discriminatedUnion("say", [
  z.strictObject({ say: z.literal("beat") }),
  /** The replicate that goes on: its journal tells what is done to the target. Null between replicates. */
  z.strictObject({ say: z.literal("folder"), dir: z.string().min(1).max(4096).nullable() }),
  /** A process of the load, with the moment of its start (`harness/lock/process-mark.ts`); `group`: it leads one. */
  z.strictObject({ say: z.literal("hold"), pid, started: z.string().max(200).nullable(), group: z.boolean() }),
  z.strictObject({ say: z.literal("release"), pid }),
  /** Answered with `synced`, once all lines before it were taken. */
  z.strictObject({ say: z.literal("sync"), n: z.number().int().nonnegative() }),
  z.strictObject({ say: z.literal("done") }),
]);

/** What the watchdog tells. `acting`: its harness is gone, or gave no sign of life. */
export const watchdogWordSchema = z.discriminatedUnion("said", [
  z.strictObject({ said: z.literal("ready") }),
  z.strictObject({ said: z.literal("synced"), n: z.number() }),
  z.strictObject({ said: z.literal("acting"), cause: z.enum(["ended", "silent"]), silentMs: z.number() }),
]);

export type WatchLine = z.infer<typeof watchLineSchema>;
export type WatchdogWord = z.infer<typeof watchdogWordSchema>;
export type Cause = Extract<WatchdogWord, { said: "acting" }>["cause"];

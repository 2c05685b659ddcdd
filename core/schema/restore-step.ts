import { z } from "zod";
import { toxicNameSchema } from "./toxic.ts";

/**
 * What puts a target right again, as data: written to the run's journal and fsynced before the stimulus, so that
 * whoever finds the journal can do it, in another process and on another day. Steps are idempotent. A secret never
 * stands in one, only the file that holds it.
 */
const loopbackOrPinned = z.url({ protocol: /^https?$/ }).max(2000);
const privateFile = z.string().min(1).max(4096);
const hookName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
const values = z.record(z.string().max(64), z.string().max(1000));

/** Takes a fault of the target's own fault port away: `DELETE /ops/v1/faults/{faultId}`. */
const stackFaultStep = z.strictObject({
  via: z.literal("stack-fault"),
  ops: loopbackOrPinned,
  bearerFile: privateFile,
  faultId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
});

/** Takes a toxic out of a fault proxy. */
const proxyStep = z.strictObject({
  via: z.literal("proxy-toxic"),
  control: loopbackOrPinned,
  bearerFile: privateFile,
  toxic: toxicNameSchema,
});

/** Runs a hook of a hooks file whose bytes are pinned. */
const hookStep = z.strictObject({
  via: z.literal("hook"),
  hooksFile: privateFile,
  hooksSha256: z.string().regex(/^[0-9a-f]{64}$/),
  hook: hookName,
  /** A hook that exits well only when the target is whole; null where there is none. */
  prove: hookName.nullable(),
  values,
});

/** A call of the target's operations port that rolls it forward, such as staging the current island at every PoP. */
const stackCallStep = z.strictObject({
  via: z.literal("stack-call"),
  ops: loopbackOrPinned,
  bearerFile: privateFile,
  method: z.enum(["POST", "PUT", "DELETE"]),
  path: z.string().regex(/^\/[A-Za-z0-9._~/-]{1,300}$/),
  body: z.string().max(16_384).nullable(),
  accept: z.array(z.number().int().min(200).max(499)).min(1).max(10),
});

export const restoreStepSchema = z.discriminatedUnion("via", [stackFaultStep, proxyStep, hookStep, stackCallStep]);

export type RestoreStep = z.infer<typeof restoreStepSchema>;
export type RestoreVia = RestoreStep["via"];

import { z } from "zod";
import { agentMappingSchema, exportMappingSchema } from "./http-agent-mapping.ts";
import { customerMappingSchema } from "./http-customer-mapping.ts";
import { callSchema, pointer } from "./http-request-mapping.ts";

/**
 * The `http` section of a target file: a support desk that is not ours, as requests and where to read their answers.
 * It is all data, so that k6 can be handed it as JSON. What is left out is a capability that the target has not.
 */

const lane = z.string().min(1).max(100).optional().describe("The target's word for this lane.");

export const httpMappingSchema = z.strictObject({
  clock: z
    .strictObject({ serverStampsMs: z.number().int().min(1).max(60_000).describe("1000 for whole seconds.") })
    .optional()
    .describe("How fine the target's stamps are. Without: of unit ms a millisecond, else a second."),
  errors: z
    .strictObject({
      code: pointer("In a refusal: where its code stands.").optional(),
      present: pointer("In an answer of 2xx: what is here, and not false or empty, is an error.").optional(),
    })
    .optional()
    .describe("How the target says that something went wrong."),
  lanes: z
    .strictObject({ stream: lane, standard: lane, solo: lane })
    .optional()
    .describe("The target's words for the lanes; {lane} in templates. Without: the same words."),
  customer: customerMappingSchema,
  agent: agentMappingSchema.optional(),
  export: exportMappingSchema.optional(),
  delete: callSchema.optional().describe("Removes one made-up contact, asked for as an agent: `fieldproof cleanup`."),
});

/** The mapping with every default filled in; what k6 is handed. */
export type HttpMapping = z.infer<typeof httpMappingSchema>;
export type CustomerMapping = HttpMapping["customer"];
export type RepliesMapping = CustomerMapping["replies"];
export type SocketMapping = NonNullable<RepliesMapping["socket"]>;
export type AgentMapping = NonNullable<HttpMapping["agent"]>;
export type MessageMapping = RepliesMapping["each"];
export type ContextMapping = NonNullable<NonNullable<AgentMapping["claim"]>["context"]>;
export type SessionMapping = NonNullable<AgentMapping["session"]>;
export type DecisionMapping = NonNullable<CustomerMapping["open"]["decision"]>;

import { z } from "zod";
import { agentContactSchema, presenceSchema } from "./agent-wire.ts";
import { queueItemSchema } from "./wire.ts";

/** Most waiting contacts that a board shows; `depth` counts them all. */
export const MOST_ON_BOARD = 50;

/**
 * `GET /v1/agent/board?after&wait`: what one named agent has before the eyes, whole each time, so that who comes back
 * after a break of the connection has missed nothing. To look at it is no offer: nothing is kept for the one who looks.
 */
export const agentBoardSchema = z.strictObject({
  /** Grows with each change of the desk: the `after` of the next poll. */
  revision: z.number().int().nonnegative(),
  presence: presenceSchema,
  /** In the order of the queue, for the agent's lanes and groups. */
  waiting: z.array(queueItemSchema),
  depth: z.number().int().nonnegative(),
  held: z.array(agentContactSchema),
});
export type AgentBoard = z.infer<typeof agentBoardSchema>;

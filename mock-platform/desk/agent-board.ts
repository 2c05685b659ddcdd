import { type AgentBoard, MOST_ON_BOARD } from "../../core/schema/agent-board.ts";
import type { Services } from "../services.ts";
import { agentView } from "./agent-view.ts";

/** The board of an agent on the roster, as the desk stands now. Throws `unknown-agent`. */
export const agentBoard = (services: Services, agentId: string): AgentBoard => {
  const { queue, desk, shifts, news, timeFactor } = services;
  const waiting = queue.list(agentId);
  return {
    revision: news.revision(),
    presence: shifts.presence(agentId),
    waiting: desk.page(waiting.slice(0, MOST_ON_BOARD), null).items,
    depth: waiting.length,
    held: shifts.held(agentId).map((contact) => agentView(contact, timeFactor)),
  };
};

import { Problem } from "../http/problems.ts";

/** The name in `agent-id`, as the route's schema has checked it; null for a caller without one. */
export const agentName = (headers: { readonly "agent-id"?: string | undefined }): string | null =>
  headers["agent-id"] ?? null;

/** Throws `agent-unnamed`. */
export const namedAgent = (headers: { readonly "agent-id"?: string | undefined }): string => {
  const name = agentName(headers);
  if (name === null) throw new Problem("agent-unnamed");
  return name;
};

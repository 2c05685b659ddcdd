import type { FastifyRequest, onRequestAsyncHookHandler } from "fastify";
import { Problem } from "../http/problems.ts";
import type { Services } from "../services.ts";
import type { Session } from "./session-auth.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Set by the customer hook; null elsewhere. */
    session: Session | null;
  }
}

/** A hook that lets in proven sessions only, before the body is read. */
export const customerHook =
  (services: Services, origins: () => readonly string[]): onRequestAsyncHookHandler =>
  async (request) => {
    request.session = await services.auth.session(request, origins());
  };

export const sessionOf = (request: FastifyRequest): Session => {
  if (request.session === null) throw new Problem("no-token");
  return request.session;
};

/** The session, once it is sure that the contact is its own. */
export const ownerOf = (services: Services, request: FastifyRequest, contactId: string): Session => {
  const session = sessionOf(request);
  if (services.desk.contact(contactId).sessionId !== session.sessionId) throw new Problem("not-your-contact");
  return session;
};

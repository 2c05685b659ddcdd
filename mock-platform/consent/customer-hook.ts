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

/** A hook that lets in proven sessions only, before the body is read; see `SessionAuth.session` for `lapsed`. */
export const customerHook =
  (
    services: Services,
    origins: () => readonly string[],
    lapsed: "refused" | "allowed" = "refused",
  ): onRequestAsyncHookHandler =>
  async (request) => {
    request.session = await services.auth.session(request, origins(), lapsed);
  };

export const sessionOf = (request: FastifyRequest): Session => {
  if (request.session === null) throw new Problem("no-token");
  return request.session;
};

/**
 * The session, once it is sure that the contact is its own, that the contact's own consent stands, and that it is one to
 * an answer: one session may hold several consents.
 */
export const ownerOf = (services: Services, request: FastifyRequest, contactId: string): Session => {
  const session = sessionOf(request);
  const owned = services.desk.contact(contactId).sessionId === session.sessionId;
  if (!owned && !services.defects.strikes("owner-unchecked")) throw new Problem("not-your-contact");
  services.desk.servable(contactId);
  if (!session.purposes.includes("support-reply")) throw new Problem("purpose-missing", "support-reply");
  return session;
};

import { createHash, timingSafeEqual } from "node:crypto";
import type { onRequestHookHandler } from "fastify";
import { Problem } from "./problems.ts";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** A hook that lets in requests with `Authorization: Bearer <bearer>` only; compares digests in constant time. */
export const bearerHook = (bearer: string): onRequestHookHandler => {
  const wanted = digest(bearer);
  return (request, _reply, done) => {
    const [scheme, given = "", more] = (request.headers.authorization ?? "").split(" ");
    const good = scheme?.toLowerCase() === "bearer" && more === undefined && timingSafeEqual(digest(given), wanted);
    done(good ? undefined : new Problem("bad-bearer"));
  };
};

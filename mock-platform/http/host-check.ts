import type { onRequestHookHandler } from "fastify";
import { Problem } from "./problems.ts";

/**
 * A hook that answers only for the hosts in `hosts()`: a page whose name was rebound to loopback still sends its
 * own name. The list is read on each request, since a free port is only known after listening.
 */
export const hostHook =
  (hosts: () => readonly string[]): onRequestHookHandler =>
  (request, _reply, done) => {
    done(hosts().includes(request.headers.host ?? "") ? undefined : new Problem("misdirected"));
  };

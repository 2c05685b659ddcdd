import type { FastifyInstance } from "fastify";
import { addFaultSchema, type StackFaultState } from "../../core/schema/stack-fault.ts";
import type { Tells } from "./lies.ts";

interface Held {
  state: StackFaultState;
  expiresAt: number;
}

/** Wall ms after which a fault is over when the stub lies about leases. */
const SHORT_LEASE_MS = 1200;

/** A fault port after the reference stack's, and the origin that it slows down; it says one thing and may do another. */
export function addFaultPort(app: FastifyInstance, tells: Tells, island: object): void {
  const faults = new Map<string, Held>();
  const now = (): number => performance.now();
  const lapse = (): void => {
    if (tells("fault-kept")) return;
    for (const held of faults.values())
      if (held.state.ended === null && now() >= held.expiresAt) held.state = { ...held.state, ended: "lapsed" };
  };
  const shown = (held: Held): StackFaultState => ({
    ...held.state,
    leftMs: held.state.ended === null ? Math.max(0, held.expiresAt - now()) : 0,
  });
  const told = (): StackFaultState[] => {
    lapse();
    return [...faults.values()].map(shown);
  };
  interface ById {
    Params: { id: string };
  }
  const unknown = { type: "about:blank", status: 404, code: "fault-unknown" };

  app.post("/ops/v1/faults", async ({ body }, reply) => {
    const { id, ttlMs, fault } = addFaultSchema.parse(body);
    const leaseMs = tells("fault-lapses") ? SHORT_LEASE_MS : ttlMs;
    const held = { state: { id, fault, leftMs: ttlMs, ended: null, struck: 0 }, expiresAt: now() + leaseMs };
    faults.set(id, held);
    return reply.code(201).send(shown(held));
  });
  app.get("/ops/v1/faults", async () => ({
    held: told().filter(({ ended }) => ended === null),
    ended: told().filter(({ ended }) => ended !== null),
  }));
  app.put<ById & { Body: { ttlMs: number } }>("/ops/v1/faults/:id/lease", async ({ params, body }, reply) => {
    const held = faults.get(params.id);
    if (held === undefined) return reply.code(404).send(unknown);
    // Says that it was renewed, and lets it run out.
    if (tells("fault-lapses")) return { ...held.state, ended: null };
    lapse();
    if (held.state.ended !== null)
      return reply.code(409).send({ type: "about:blank", status: 409, code: "fault-lapsed" });
    held.expiresAt = now() + body.ttlMs;
    return shown(held);
  });
  app.delete<ById>("/ops/v1/faults/:id", async ({ params }, reply) => {
    const held = faults.get(params.id);
    if (held === undefined) return reply.code(404).send(unknown);
    if (tells("fault-kept")) return reply.code(503).send({ type: "about:blank", status: 503, code: "busy" });
    held.state = { ...held.state, ended: held.state.ended ?? "removed" };
    return shown(held);
  });
  app.get("/origin/v1/islands/:event", async () => {
    lapse();
    for (const held of faults.values()) {
      const { fault, ended } = held.state;
      const strikes = ended === null || (ended === "removed" && tells("fault-hidden"));
      if (!strikes || fault.kind !== "origin-slow") continue;
      held.state = { ...held.state, struck: held.state.struck + 1 };
      if (!tells("fault-idle")) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    }
    return island;
  });
}

import { z } from "zod";
import {
  addFaultSchema,
  faultIdSchema,
  renewFaultSchema,
  stackFaultsSchema,
  stackFaultStateSchema,
} from "../../../core/schema/stack-fault.ts";
import { problemSchema } from "../../../core/schema/wire.ts";
import type { StackApp } from "../../http/app-base.ts";
import { Problem } from "../../http/problems.ts";
import type { FaultBook } from "./fault-book.ts";
import { PARTNER_KINDS } from "./partner-faults.ts";

const params = z.strictObject({ id: faultIdSchema });
const known = { 200: stackFaultStateSchema, 404: problemSchema };

/** The fault port: what an operator may break for a while, and how it is put right. */
export const faultRoutes = (app: StackApp, faults: FaultBook, hasPartner: boolean): void => {
  app.post(
    "/ops/v1/faults",
    {
      schema: {
        summary: "Put a fault in force under a lease; the same order again changes nothing",
        body: addFaultSchema,
        response: { 200: stackFaultStateSchema, 201: stackFaultStateSchema, 409: problemSchema },
      },
    },
    async (request, reply) => {
      if (!hasPartner && PARTNER_KINDS.includes(request.body.fault.kind)) throw new Problem("partner-elsewhere");
      const { state, fresh } = faults.add(request.body);
      return reply.code(fresh ? 201 : 200).send(state);
    },
  );
  app.put(
    "/ops/v1/faults/:id/lease",
    {
      schema: {
        summary: "Give a fault a new lease from now, unless it has ended",
        params,
        body: renewFaultSchema,
        response: { ...known, 409: problemSchema },
      },
    },
    async (request) => faults.renew(request.params.id, request.body.ttlMs),
  );
  app.delete(
    "/ops/v1/faults/:id",
    { schema: { summary: "Take a fault away; one that has ended stays as it ended", params, response: known } },
    async (request) => faults.remove(request.params.id),
  );
  app.get(
    "/ops/v1/faults",
    { schema: { summary: "Faults in force, and the last that ended", response: { 200: stackFaultsSchema } } },
    async () => faults.list(),
  );
};

import { z } from "zod";
import { CAPABILITIES } from "../../core/contract/ids.ts";
import { consentKeysSchema } from "../../core/schema/session-wire.ts";
import { partnerCaseSchema } from "../../core/schema/partner-wire.ts";
import { partnerVisitSchema } from "../../core/schema/partner-wire.ts";
import { exportedPromiseSchema } from "../../core/schema/promise-wire.ts";
import { deliverySchema } from "../../core/schema/transcript-wire.ts";
import {
  consentRecordSchema,
  countersSchema,
  deskContactSchema,
  exportedMessageSchema,
  factsSchema,
  infoSchema,
  logEntrySchema,
  problemSchema,
  readySchema,
  rootMetadataSchema,
  stageResponseSchema,
} from "../../core/schema/wire.ts";
import { purgeEverywhereRoute } from "../edge/purge-routes.ts";
import type { StackApp } from "../http/app-base.ts";
import { Problem } from "../http/problems.ts";
import type { FulfilmentPartner } from "../partner/fulfilment-partner.ts";
import type { Services } from "../services.ts";
import { counters } from "./counters.ts";
import { exportConsents, exportContacts, exportDeliveries, exportLog, exportMessages } from "./exports.ts";
import { faultRoutes } from "./faults/fault-routes.ts";
import { ndjson } from "./ndjson.ts";
import { readiness } from "./readiness.ts";

interface Export {
  readonly line: z.ZodType;
  readonly records: (services: Services) => Iterable<unknown> | AsyncIterable<unknown>;
}

/** A partner that is a process of its own gives its own account. Throws `not-found`. */
const partnerHere = ({ partner }: Services): FulfilmentPartner => {
  if (partner === null) throw new Problem("not-found");
  return partner;
};

const EXPORTS: Readonly<Record<string, Export>> = {
  contacts: { line: deskContactSchema, records: exportContacts },
  messages: { line: exportedMessageSchema, records: exportMessages },
  deliveries: { line: deliverySchema, records: exportDeliveries },
  consents: { line: consentRecordSchema, records: exportConsents },
  // The partner's own account, for whoever holds it against the desk's.
  cases: { line: partnerCaseSchema, records: (services) => partnerHere(services).cases() },
  promises: { line: exportedPromiseSchema, records: ({ promises }) => promises.export() },
  "partner-visits": { line: partnerVisitSchema, records: (services) => partnerHere(services).visits() },
  log: { line: logEntrySchema, records: exportLog },
};

const exportRoutes = (app: StackApp, services: Services): void => {
  for (const [name, { line, records }] of Object.entries(EXPORTS)) {
    const content = { "application/x-ndjson": { schema: line } };
    app.get(
      `/export/v1/${name}`,
      {
        schema: {
          summary: `Export of ${name}`,
          description: "NDJSON: one record a line.",
          response: { 200: { description: "One record a line.", content }, 401: problemSchema },
        },
      },
      async (_request, reply) => reply.type("application/x-ndjson").send(ndjson(records(services)) as never),
    );
  }
};

/** The operator's listener: readiness, facts, counters, staging, exports. */
export const opsRoutes = (app: StackApp, services: Services): void => {
  const { catalogue, timeFactor, version, defects } = services;
  app.get(
    "/readyz",
    {
      schema: {
        summary: "Whether contacts can be taken, and what is not ready",
        response: { 200: readySchema, 503: readySchema },
      },
    },
    async (_request, reply) => {
      const ready = await readiness(services);
      return reply.code(ready.ready ? 200 : 503).send(ready);
    },
  );
  app.get(
    "/ops/v1/info",
    { schema: { summary: "Version, time factor, capabilities, seeded defects", response: { 200: infoSchema } } },
    async () => ({
      name: "fieldproof-reference-stack" as const,
      version,
      timeFactor,
      // The faults and the account of a partner that is not here are not this stack's to give.
      capabilities: CAPABILITIES.filter((one) => one !== "fulfilment" || services.partner !== null),
      defects: [...defects.names],
      clockResolutionMs: 1,
    }),
  );
  app.get(
    "/ops/v1/counters",
    { schema: { summary: "The stack's own counts", response: { 200: countersSchema } } },
    async () => counters(services),
  );
  // The operator's own answer, so that nobody has to trust a PoP about the keys that check it.
  app.get(
    "/ops/v1/island-keys",
    { schema: { summary: "The island keys, by the operator's own word", response: { 200: rootMetadataSchema } } },
    async () => ({
      keys: { ...services.trustedKeys },
    }),
  );
  app.get(
    "/ops/v1/consent-keys",
    { schema: { summary: "The consent keys, by the operator's own word", response: { 200: consentKeysSchema } } },
    async () => services.consentKeys,
  );
  app.get(
    "/ops/v1/facts",
    {
      schema: {
        summary: "What a right answer is: facts and orders",
        querystring: z.object({ event: z.string().optional() }),
        response: { 200: factsSchema, 404: problemSchema },
      },
    },
    async (request) => {
      if ((request.query.event ?? services.event) !== services.event) throw new Problem("not-found");
      return catalogue.allFacts();
    },
  );
  app.post(
    "/ops/v1/islands/:event/stage",
    {
      schema: {
        summary: "Have every PoP fetch the current island",
        params: z.strictObject({ event: z.string().min(1).max(64) }),
        response: { 200: stageResponseSchema, 404: problemSchema },
      },
    },
    async (request) => {
      const { event } = request.params;
      const current = services.islands.current(event);
      if (current === null) throw new Problem("not-found");
      return { event, version: current.version, pops: { ...(await services.islands.stage(event)) } };
    },
  );
  faultRoutes(app, services.faults, services.partner !== null);
  purgeEverywhereRoute(app, services);
  exportRoutes(app, services);
};

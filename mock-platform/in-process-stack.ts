import { pino } from "pino";
import type { Clock } from "../core/contract/ports.ts";
import { messageOf } from "../core/errors/fieldproof-error.ts";
import { createOpsApp, createOriginApp, createPartnerApp, createPopApp } from "./app.ts";
import { createServices } from "./create-services.ts";
import { seededDefects } from "./defects.ts";
import { openMemoryStore } from "./event-log/memory-store.ts";
import type { StackApp } from "./http/app-base.ts";
import { newBearer } from "./partner/partner-secrets.ts";
import { CALLBACK_PATH } from "./promises/callback-route.ts";
import { injectHttp } from "./runtime/inject-http.ts";
import { wallScheduler } from "./runtime/scheduler.ts";
import { seededRng, streamRng } from "./runtime/seeded-rng.ts";
import { newStackKeys } from "./runtime/stack-keys.ts";
import type { Services } from "./services.ts";
import { STACK_DEFAULTS, STACK_VERSION, type StackOptions } from "./stack-options.ts";

/** What of `StackOptions` means something without listeners and without a disk. */
export type InProcessOptions = Pick<
  StackOptions,
  | "timeFactor"
  | "seed"
  | "event"
  | "items"
  | "orders"
  | "defects"
  | "agentBearer"
  | "opsBearer"
  | "approvedBy"
  | "partnerPlan"
  | "partnerBearer"
  | "deskPartner"
  | "clock"
  | "logLevel"
  | "checkAnswers"
> & {
  /** Addresses that the listeners go by: proofs name them, and operations answers for its own alone. */
  readonly addresses?: Partial<Addresses>;
};

export interface Addresses {
  readonly "pop-a": string;
  readonly "pop-b": string;
  readonly origin: string;
  readonly ops: string;
  readonly partner: string;
}

export interface InProcessStack {
  readonly services: Services;
  readonly addresses: Addresses;
  /** The listeners' apps by name, ready to be asked through `inject`. */
  readonly apps: Readonly<Record<keyof Addresses, StackApp>>;
  readonly agentBearer: string;
  readonly opsBearer: string;
  readonly version: string;
  close(): Promise<void>;
}

const ADDRESSES: Addresses = {
  "pop-a": "http://pop-a.fieldproof.test",
  "pop-b": "http://pop-b.fieldproof.test",
  origin: "http://origin.fieldproof.test",
  ops: "http://ops.fieldproof.test",
  partner: "http://partner.fieldproof.test",
};

/** The whole reference stack on a log in memory, behind apps that listen nowhere: the same routes, the same rules. */
export const openInProcessStack = async (options: InProcessOptions = {}): Promise<InProcessStack> => {
  const { seed, checkAnswers = false, logLevel = "silent", ...settings } = { ...STACK_DEFAULTS, ...options };
  const { agentBearer = newBearer(), opsBearer = newBearer(), clock = { now: () => Date.now() } as Clock } = options;
  const addresses = { ...ADDRESSES, ...options.addresses };
  const logger = pino({ level: logLevel, base: { name: "reference-stack" } }, pino.destination({ fd: 2, sync: true }));
  const services = await createServices({
    ...{ clock, rng: seededRng(seed), scheduler: wallScheduler, store: openMemoryStore(), keys: newStackKeys() },
    ...{ timeFactor: settings.timeFactor, event: settings.event, items: settings.items, orders: settings.orders },
    ...{ version: STACK_VERSION, approvedBy: settings.approvedBy, defects: seededDefects(options.defects ?? []) },
    partnerRng: streamRng(seed, "partner"),
    ...(options.partnerPlan === undefined ? {} : { partnerPlan: options.partnerPlan }),
    ...(options.partnerBearer === undefined ? {} : { partnerBearer: options.partnerBearer }),
    ...(options.deskPartner === undefined ? {} : { deskPartner: options.deskPartner }),
    onTrouble: (error) =>
      logger.error({ reason: messageOf(error) }, "the stack could not do what it had to do by itself"),
  });
  const parts = { services, logger, checkAnswers };
  const popApp = (name: "pop-a" | "pop-b"): StackApp => {
    const pop = services.pops.find((one) => one.name === name);
    if (pop === undefined) throw new Error(`there is no ${name}`);
    return createPopApp(parts, pop, opsBearer, () => [addresses[name]]);
  };
  const { partner } = services;
  if (partner === null) throw new Error("the stack has its own partner here");
  const apps = {
    "pop-a": popApp("pop-a"),
    "pop-b": popApp("pop-b"),
    origin: createOriginApp(parts, agentBearer),
    ops: createOpsApp(parts, opsBearer, () => [new URL(addresses.ops).host]),
    partner: createPartnerApp(parts, partner),
  };
  await Promise.all(Object.values(apps).map((app) => app.ready()));
  partner.connect({ http: injectHttp(apps.origin), url: `${addresses.origin}${CALLBACK_PATH}` });
  services.promises.connect({
    ...{ http: injectHttp(apps.partner), address: addresses.partner },
    bearer: services.partnerBearer,
  });
  return {
    ...{ services, addresses, apps, agentBearer, opsBearer, version: STACK_VERSION },
    close: async () => {
      services.endWaits();
      await Promise.all(Object.values(apps).map((app) => app.close()));
      services.islands.stop();
      await services.store.close();
    },
  };
};

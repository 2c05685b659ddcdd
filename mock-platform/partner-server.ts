import { mkdir } from "node:fs/promises";
import { pino } from "pino";
import { FieldproofError, messageOf } from "../core/errors/fieldproof-error.ts";
import type { PartnerPlan } from "../core/schema/partner-wire.ts";
import { seededDefects } from "./defects.ts";
import { createApp } from "./http/app-base.ts";
import { HttpMeter } from "./http/http-meter.ts";
import { authority, listen } from "./http/listen.ts";
import { FulfilmentPartner } from "./partner/fulfilment-partner.ts";
import { partnerAccountRoutes } from "./partner/partner-account-routes.ts";
import { PARTNER_DEFAULTS } from "./partner/partner-defaults.ts";
import { openPartnerDisk } from "./partner/partner-disk.ts";
import { partnerRoutes } from "./partner/partner-routes.ts";
import { type PartnerSecrets, partnerSecretsOf } from "./partner/partner-secrets.ts";
import { randomId } from "./runtime/ids.ts";
import { openNodeHttp } from "./runtime/node-http.ts";
import { wallScheduler } from "./runtime/scheduler.ts";
import { streamRng } from "./runtime/seeded-rng.ts";
import { STACK_DEFAULTS, STACK_VERSION } from "./stack-options.ts";

export interface PartnerServerOptions {
  /** Keeps the account and the secrets, so that the same partner comes back after a crash. */
  readonly dataDir: string;
  readonly host?: string;
  /** 0 for a free port. */
  readonly port?: number;
  readonly timeFactor?: number;
  readonly seed?: number;
  readonly plan?: PartnerPlan;
  readonly defects?: readonly string[];
  readonly logLevel?: string;
}

export interface RunningPartner extends PartnerSecrets {
  readonly address: string;
  /** Cases settled in this life and in those before. */
  readonly settled: number;
  close(): Promise<void>;
}

/**
 * Serves the fulfilment partner alone: its own process, listener and disk. Killed at any instant, it comes back with every
 * case that it settled and every callback that nobody acknowledged; what only waited is lost. Throws FP-STACK-002 when
 * the port is in use, -007 when its folder is no good, -008 on an unknown defect.
 */
export const startPartner = async (options: PartnerServerOptions): Promise<RunningPartner> => {
  const { dataDir, plan = PARTNER_DEFAULTS, port = 0 } = options;
  const { host, timeFactor, seed, logLevel } = { ...STACK_DEFAULTS, ...options };
  const defects = seededDefects(options.defects ?? []);
  await mkdir(dataDir, { recursive: true }).catch((error: unknown) => {
    throw new FieldproofError("FP-STACK-007", { path: dataDir, reason: messageOf(error) }, { cause: error });
  });
  const disk = openPartnerDisk(dataDir);
  const http = openNodeHttp();
  let stop: () => void = () => {};
  try {
    const secrets = await partnerSecretsOf(dataDir);
    const logger = pino({ level: logLevel, base: { name: "partner" } }, pino.destination({ fd: 2, sync: true }));
    const partner = new FulfilmentPartner({
      ...{ clock: { now: () => Date.now() }, scheduler: wallScheduler, timeFactor, plan, defects, store: disk },
      ...{ rng: streamRng(seed, "partner"), newId: randomId, secrets: () => [secrets.webhookSecret] },
    });
    stop = () => partner.stop();
    partner.remember(disk.entries);
    const told = disk.entries.findLast((entry) => entry.kind === "callbacks-to");
    if (told !== undefined) partner.connect({ http, url: told.url });
    let url = told?.url ?? null;
    const connect = (wanted: string): void => {
      if (wanted !== url) disk.add([{ kind: "callbacks-to", url: wanted }]);
      url = wanted;
      partner.connect({ http, url: wanted });
    };
    const app = createApp({ title: "Fieldproof partner", version: STACK_VERSION, logger, meter: new HttpMeter() });
    app.after(() => {
      partnerRoutes(app, partner, secrets.partnerBearer);
      partnerAccountRoutes(app, { partner, bearer: secrets.partnerBearer, connect });
    });
    const chosen = await listen(app, host, port);
    const close = async (): Promise<void> => {
      stop();
      http.close();
      await app.close();
      disk.close();
    };
    const settled = partner.cases().length;
    return { address: `http://${authority(host, chosen)}`, settled, ...secrets, close };
  } catch (error) {
    // Callbacks of its former life are on their way already.
    stop();
    http.close();
    disk.close();
    throw error;
  }
};

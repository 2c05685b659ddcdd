import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { pino } from "pino";
import { FieldproofError, messageOf } from "../core/errors/fieldproof-error.ts";
import { createOpsApp, createOriginApp, createPartnerApp, createPopApp } from "./app.ts";
import { attachmentFolder } from "./attachments/attachment-files.ts";
import { createServices } from "./create-services.ts";
import { seededDefects } from "./defects.ts";
import { openSqliteStore } from "./event-log/sqlite-store.ts";
import type { StackApp } from "./http/app-base.ts";
import { authority, listen } from "./http/listen.ts";
import { newBearer } from "./partner/partner-secrets.ts";
import { registerCallbacks } from "./promises/callback-registration.ts";
import { CALLBACK_PATH } from "./promises/callback-route.ts";
import { openNodeHttp } from "./runtime/node-http.ts";
import { wallScheduler } from "./runtime/scheduler.ts";
import { seededRng, streamRng } from "./runtime/seeded-rng.ts";
import { keysOf } from "./runtime/stack-keys.ts";
import { serveFromCommandLine } from "./server-command.ts";
import type { Services } from "./services.ts";
import { openRecordFile } from "./transcript/record-file.ts";
import { type RunningStack, STACK_DEFAULTS, STACK_VERSION, type StackOptions } from "./stack-options.ts";

const folderOf = async (dataDir: string | undefined): Promise<{ folder: string; temporary: boolean }> => {
  if (dataDir === undefined) return { folder: await mkdtemp(join(tmpdir(), "fieldproof-stack-")), temporary: true };
  try {
    await mkdir(dataDir, { recursive: true });
  } catch (error) {
    throw new FieldproofError("FP-STACK-007", { path: dataDir, reason: messageOf(error) }, { cause: error });
  }
  return { folder: dataDir, temporary: false };
};

/** Names under which a listener on `host` may be called. */
const namesOf = (host: string, port: number): string[] =>
  [...new Set([host, "127.0.0.1", "localhost"])].map((name) => authority(name, port));

/**
 * Starts the whole reference stack on loopback: two PoPs, origin, operations and the partner, each on its own port. Throws
 * FP-STACK-002 when a port is in use, -007 when the data folder is no good, -008 on an unknown defect.
 */
export const startStack = async (options: StackOptions = {}): Promise<RunningStack> => {
  const { host, timeFactor, seed, event, items, orders, logLevel, approvedBy } = { ...STACK_DEFAULTS, ...options };
  const { agentBearer = newBearer(), opsBearer = newBearer(), ports = {}, checkAnswers = false } = options;
  const defects = seededDefects(options.defects ?? []);
  const log = options.log ?? pino.destination({ fd: 2, sync: true });
  const logger = pino({ level: logLevel, base: { name: "reference-stack" } }, log);
  const { folder, temporary } = await folderOf(options.dataDir);
  const onTrouble = (error: unknown): void =>
    logger.error({ reason: messageOf(error) }, "the stack could not do what it had to do by itself");
  const store = await openSqliteStore(join(folder, "events.sqlite"));
  const records = openRecordFile(join(folder, "messages.ndjson"), (error) =>
    logger.error({ reason: messageOf(error) }, "the desk's message store cannot be written"),
  );
  const apps: StackApp[] = [];
  const http = openNodeHttp();
  let closing: Promise<void> | null = null;
  let stopRegistering = (): void => {};
  const shut = async (services: Services | null): Promise<void> => {
    services?.endWaits();
    stopRegistering();
    http.close();
    await Promise.all(apps.map((app) => app.close()));
    services?.islands.stop();
    await store.close();
    await records.close();
    if (temporary) await rm(folder, { recursive: true, force: true });
  };
  try {
    const keys = await keysOf(folder);
    const clock = options.clock ?? { now: () => Date.now() };
    const services = await createServices({
      ...{
        clock,
        rng: seededRng(seed),
        scheduler: options.scheduler ?? wallScheduler,
        store,
        keys,
        defects,
        timeFactor,
        event,
        items,
        orders,
      },
      ...{ version: STACK_VERSION, approvedBy, onTrouble },
      records,
      partnerRng: streamRng(seed, "partner"),
      ...(options.partnerPlan === undefined ? {} : { partnerPlan: options.partnerPlan }),
      ...(options.partnerBearer === undefined ? {} : { partnerBearer: options.partnerBearer }),
      ...(options.outsidePartner === undefined ? {} : { outsidePartner: options.outsidePartner }),
      ...(options.deskPartner === undefined ? {} : { deskPartner: options.deskPartner }),
      attachmentFiles: attachmentFolder(join(folder, "attachments")),
    });
    const parts = { services, logger, checkAnswers };
    const bound = new Map<StackApp, number>();
    const namesFor =
      (app: () => StackApp): (() => string[]) =>
      () =>
        namesOf(host, bound.get(app()) ?? 0);
    const start = async (app: StackApp, port: number): Promise<string> => {
      apps.push(app);
      const chosen = await listen(app, host, port);
      bound.set(app, chosen);
      return `http://${authority(host, chosen)}`;
    };
    const pops: Record<string, string> = {};
    for (const pop of services.pops) {
      const app: StackApp = createPopApp(parts, pop, opsBearer, () =>
        namesFor(() => app)().map((name) => `http://${name}`),
      );
      pops[pop.name] = await start(app, (pop.name === "pop-a" ? ports.popA : ports.popB) ?? 0);
    }
    const origin = await start(createOriginApp(parts, agentBearer), ports.origin ?? 0);
    const opsApp: StackApp = createOpsApp(
      parts,
      opsBearer,
      namesFor(() => opsApp),
    );
    const ops = await start(opsApp, ports.ops ?? 0);
    const { partnerBearer, partner: ownPartner, scheduler } = services;
    const url = `${origin}${CALLBACK_PATH}`;
    const partner =
      ownPartner === null
        ? (options.outsidePartner?.address ?? "")
        : await start(createPartnerApp(parts, ownPartner), ports.partner ?? 0);
    const line = { http, address: partner, bearer: partnerBearer };
    if (ownPartner === null) stopRegistering = registerCallbacks(line, url, scheduler);
    else ownPartner.connect({ http, url });
    services.promises.connect(line);
    const close = (): Promise<void> => {
      closing ??= shut(services);
      return closing;
    };
    const addresses = { pops, origin, ops, partner };
    return { ...addresses, agentBearer, opsBearer, partnerBearer, version: STACK_VERSION, services, close };
  } catch (error) {
    await shut(null);
    throw error;
  }
};

const started = process.argv[1];
if (started !== undefined && import.meta.url === pathToFileURL(started).href) {
  await serveFromCommandLine(process.argv.slice(2), startStack);
}

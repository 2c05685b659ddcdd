import { writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { AdapterPlaces } from "../faults/adapters.ts";
import { HOOKS_LIMIT_MB, hooksOfBytes } from "../faults/pinned-hooks.ts";
import { hookOrigin } from "../hooks/hook-origin.ts";
import { assertHooksTrusted } from "../hooks/hook-trust.ts";
import { readSmallFile } from "../plan/small-file.ts";
import type { Plan } from "../../core/schema/plan.ts";
import type { FulfilmentPlan } from "../../core/schema/fulfilment-plan.ts";
import type { AdmittedTarget } from "../target/admit-target.ts";
import { readSecrets, secretPath } from "../target/secret-files.ts";
import { provePins, systemResolver } from "../target/pins.ts";
import { createPinnedHttp } from "../target/pinned-http.ts";
import { type Reach, reachOf } from "../faults/reach.ts";
import type { Exit } from "./child.ts";
import { type MappedDesk, takeUpDesk } from "./mapped-desk.ts";
import { type StackAddresses, type StackCommand, type StackSecrets, startStack } from "./stack-process.ts";

/** What is drilled: a stack that the run boots for itself, or one that is served already. */
export type TargetSource =
  | {
      readonly kind: "bundled";
      readonly stack: StackCommand;
      readonly defects: readonly string[];
      readonly benign: readonly string[];
    }
  | { readonly kind: "served"; readonly target: AdmittedTarget };

/** A target for the time of one replicate. */
export interface TargetSession {
  readonly kind: TargetSource["kind"];
  readonly addresses: Omit<StackAddresses, "ready" | "version">;
  /** Null where the target has not said it yet. */
  readonly version: string | null;
  readonly secrets: StackSecrets;
  /** 0600, and nothing in it but the operations bearer: what undo steps refer to. */
  readonly opsBearerFile: string;
  /** The same for agents; null where the bearer ends with the run and its stack. */
  readonly agentBearerFile: string | null;
  /** By what its parts are reached. */
  readonly ways: AdapterPlaces;
  /** How far hooks and the fault proxy are reached: this machine, and off it the pins of the target file. */
  readonly reach: Reach;
  /** Of a desk that is spoken to through a mapping; null where the wire contract of the bundled stack is spoken. */
  readonly mapped: MappedDesk | null;
  /** Of a target that ends with the run. */
  readonly pid: number | null;
  /** Null for a target that lives by itself. */
  readonly exited: Promise<Exit> | null;
  /** Ends what was begun for this session; a served target is left as it is. */
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly timeFactor: number;
  readonly seed: number;
  readonly event: string;
  readonly items: number;
  /** Ends with the replicate. */
  readonly privateDir: string;
  readonly logFile: string;
  /** Of a drill that needs the partner; null for any other. */
  readonly fulfilment: FulfilmentPlan | null;
  /** Who works at the desk; only one that is spoken to through a mapping can have people of its own. */
  readonly staffing?: Plan["staffing"]["kind"];
}

const STACK_STOP_MS = 5000;
export const OPS_SECRET = "ops-bearer";
export const AGENT_SECRET = "agent-bearer";

export const targetName = (source: TargetSource): string =>
  source.kind === "bundled" ? "reference stack" : source.target.file.name;

/**
 * Boots the bundled stack, or takes up a served one.
 * @throws FieldproofError FP-STACK-001; FP-TARGET-017, -019 for a target that cannot be taken up, FP-HOOK-001, -004,
 *   -007 for hooks that are not run here
 */
export const openTarget = (source: TargetSource, options: SessionOptions): Promise<TargetSession> =>
  source.kind === "bundled" ? boot(source, options) : takeUp(source.target, options);

async function boot(
  { stack, defects, benign }: TargetSource & { kind: "bundled" },
  options: SessionOptions,
): Promise<TargetSession> {
  const { child, addresses, secrets } = await startStack(stack, { ...options, defects, benign });
  const opsBearerFile = join(options.privateDir, OPS_SECRET);
  await writeFile(opsBearerFile, secrets.opsBearer, { mode: 0o600 });
  const { pops, origin, ops, version } = addresses;
  return {
    kind: "bundled",
    addresses: { pops, origin, ops },
    version,
    secrets,
    opsBearerFile,
    agentBearerFile: null,
    ...{ mapped: null, reach: reachOf() },
    ways: { stack: { ops, bearerFile: opsBearerFile }, proxy: null, hooks: null },
    pid: child.pid ?? null,
    exited: child.exited,
    close: async () => {
      await child.stop(STACK_STOP_MS);
    },
  };
}

async function takeUp(target: AdmittedTarget, { staffing = "modelled" }: SessionOptions): Promise<TargetSession> {
  const { file } = target;
  const { pops, origin, ops } = file.addresses;
  if (file.adapter === "http") return takeUpMapped(target, staffing);
  // The adapter of the reference stack neither pins nor speaks TLS: it is for this machine.
  if (file.adapter !== "reference" || target.offLoopback)
    throw new FieldproofError("FP-TARGET-017", { target: file.name });
  const secrets = await readSecrets(target);
  const opsBearer = secrets[OPS_SECRET];
  const agentBearer = secrets[AGENT_SECRET];
  const opsBearerFile = secretPath(target, OPS_SECRET);
  if (ops === undefined || opsBearer === undefined || agentBearer === undefined || opsBearerFile === null)
    throw new FieldproofError("FP-TARGET-019", {
      target: file.name,
      missing: [
        ...(ops === undefined ? ["addresses.ops"] : []),
        ...(opsBearer === undefined ? [`secrets.${OPS_SECRET}`] : []),
        ...(agentBearer === undefined ? [`secrets.${AGENT_SECRET}`] : []),
      ].join(", "),
    });
  return {
    kind: "served",
    addresses: { pops, origin, ops },
    version: null,
    secrets: { opsBearer, agentBearer },
    opsBearerFile,
    agentBearerFile: secretPath(target, AGENT_SECRET),
    ...{ mapped: null, reach: reachOf() },
    ways: {
      stack: { ops, bearerFile: opsBearerFile },
      proxy: proxyOf(target),
      hooks: await hooksOf(target),
    },
    pid: null,
    exited: null,
    close: async () => {},
  };
}

/** Names that moved since the plan was approved are told before anything is sent. */
async function takeUpMapped(target: AdmittedTarget, staffing: Plan["staffing"]["kind"]): Promise<TargetSession> {
  const { pops, origin, ops = origin } = target.file.addresses;
  const mapped = await takeUpDesk(target, staffing);
  await provePins(target.pins, systemResolver);
  return {
    kind: "served",
    addresses: { pops, origin, ops },
    version: null,
    secrets: { opsBearer: "", agentBearer: "" },
    ...{ opsBearerFile: "", agentBearerFile: null, mapped },
    reach: reachOf({ pinned: createPinnedHttp(target), pins: target.pins }),
    ways: { stack: null, proxy: proxyOf(target), hooks: await hooksOf(target) },
    ...{ pid: null, exited: null, close: async () => {} },
  };
}

function proxyOf(target: AdmittedTarget): AdapterPlaces["proxy"] {
  const { faultProxy } = target.file;
  if (faultProxy === undefined) return null;
  const bearerFile = secretPath(target, faultProxy.secret);
  return bearerFile === null ? null : { control: faultProxy.control, bearerFile };
}

/** Hooks run as approved, byte for byte, and in CI only as they stand on the default branch. */
async function hooksOf({ path, file }: AdmittedTarget): Promise<AdapterPlaces["hooks"]> {
  if (file.hooks === undefined) return null;
  const place = { hooksFile: resolve(dirname(path), file.hooks.file), hooksSha256: file.hooks.sha256 };
  const bytes = await readSmallFile(place.hooksFile, HOOKS_LIMIT_MB);
  hooksOfBytes(bytes, place);
  assertHooksTrusted(await hookOrigin(place.hooksFile, bytes, process.env));
  return place;
}

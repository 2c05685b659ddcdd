import { lookup as dnsLookup } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import { isIPv6 } from "node:net";
import { FieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import { blockListOf, classOf, classRefusal, isWithin, normalAddress, parseNetwork } from "./address-class.ts";
import type { LoadedTarget } from "./load-target.ts";
import { isOwnMachine } from "./target-findings.ts";

/** All addresses of a name, as the system sees them. */
export type Resolver = (host: string) => Promise<readonly string[]>;

/** A host and port of the target with every address that the name had, sorted; the first is the one to be used. */
export interface Pin {
  readonly host: string;
  readonly port: number;
  readonly addresses: readonly string[];
}

/** The system's resolver, asked once for all families. */
export const systemResolver: Resolver = async (host) =>
  (await dnsLookup(host, { all: true, order: "verbatim" })).map(({ address }) => address);

const resolved = async (host: string, resolve: Resolver): Promise<readonly string[]> => {
  let found: readonly string[];
  try {
    found = normalAddress(host) === null ? await resolve(host) : [host];
  } catch (cause) {
    throw new FieldproofError("FP-TARGET-008", { host, reason: messageOf(cause) }, { cause });
  }
  if (found.length === 0) throw new FieldproofError("FP-TARGET-008", { host, reason: "it has no address" });
  return found;
};

/** Throws unless `host` may lead to `text`. A listed host may lead to its list only, not even to this machine. */
const admitted = (host: string, port: number, text: string, target: LoadedTarget): string => {
  const refuse = (address: string, reason: string): FieldproofError =>
    new FieldproofError("FP-TARGET-009", { host, address, reason });
  const address = normalAddress(text);
  if (address === null) throw refuse(text.slice(0, 60), "is no address");
  const kind = classOf(address);
  const refusal = classRefusal(kind);
  if (refusal !== null) throw refuse(address, refusal);
  const entries = target.file.hosts.filter((one) => one.host === host && one.ports.includes(port));
  if (entries.length === 0) {
    if (isOwnMachine(host) && kind === "loopback") return address;
    throw refuse(address, "is not on this machine, and the target file lists no such host");
  }
  const networks = entries.flatMap((one) => one.addresses).flatMap((one) => parseNetwork(one) ?? []);
  if (isWithin(address, blockListOf(networks))) return address;
  throw refuse(address, "the target file does not list for it");
};

/**
 * Resolves each host of the target once and checks every address, not only the first: what is not pinned here is
 * spoken to by nobody. Nothing is sent but the question to the resolver, and that only for hosts that are listed.
 * @throws FieldproofError FP-TARGET-008, FP-TARGET-009
 */
export const pinTarget = async (target: LoadedTarget, resolve: Resolver): Promise<readonly Pin[]> => {
  const known = new Map<string, readonly string[]>();
  const pins = new Map<string, Pin>();
  // Hosts that only hooks call are listed, too, and no less pinned; not by a file that nobody had to sign.
  const hosts = target.offLoopback ? target.file.hosts : [];
  const listed = hosts.flatMap(({ host, ports }) => ports.map((port) => ({ host, port })));
  for (const { host, port } of [...target.places, ...listed]) {
    if (pins.has(`${host} ${port}`)) continue;
    const found = known.get(host) ?? (await resolved(host, resolve));
    known.set(host, found);
    const addresses = [...new Set(found.map((text) => admitted(host, port, text, target)))].sort();
    pins.set(`${host} ${port}`, { host, port, addresses });
  }
  return [...pins.values()];
};

/**
 * Asks again, right before the load. Requests go to the pins whatever the answer is, but a name that moved means that
 * the plan was approved for another machine.
 * @throws FieldproofError FP-TARGET-008, FP-TARGET-010
 */
export const provePins = async (pins: readonly Pin[], resolve: Resolver): Promise<void> => {
  for (const { host, addresses } of pins) {
    const stray = (await resolved(host, resolve))
      .map((text) => normalAddress(text) ?? text)
      .find((address) => !addresses.includes(address));
    if (stray !== undefined)
      throw new FieldproofError("FP-TARGET-010", {
        host,
        pinned: addresses.join(", "),
        found: stray.slice(0, 60),
      });
  }
};

/** `lookup` for agents and sockets of Node (`http.request`, `net.connect`, undici's `connect`): answers from the pins alone. */
export const pinnedLookup = (pins: readonly Pin[]): LookupFunction => {
  const byHost = new Map(pins.map(({ host, addresses }) => [host, addresses]));
  return (host, options, callback) => {
    const address = byHost.get(host)?.[0];
    const family = address !== undefined && isIPv6(address) ? 6 : 4;
    const wanted = options.family === "IPv4" ? 4 : options.family === "IPv6" ? 6 : (options.family ?? 0);
    if (address === undefined || (wanted !== 0 && wanted !== family)) {
      const fault = Object.assign(new Error(`${host} is not pinned`), { code: "FP-TARGET-018" });
      process.nextTick(() => callback(fault, ""));
      return;
    }
    process.nextTick(() =>
      options.all === true ? callback(null, [{ address, family }]) : callback(null, address, family),
    );
  };
};

const joined = (address: string, port: number): string =>
  isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;

/** k6's `hosts` option: k6 looks names up by itself, so it is told where each leads. */
export const k6Hosts = (pins: readonly Pin[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    pins.flatMap(({ host, port, addresses }) =>
      normalAddress(host) !== null || addresses[0] === undefined
        ? []
        : [[`${host}:${port}`, joined(addresses[0], port)]],
    ),
  );

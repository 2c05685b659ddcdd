import type { Finding } from "../plan/yaml-file.ts";
import { classOf, classRefusal, parseNetwork } from "./address-class.ts";
import { hostSpellingFault, readBaseAddress } from "./base-address.ts";
import { httpFindings } from "./http-findings.ts";

/** A network wider than this lists everybody, which is listing nobody. */
const LEAST_PREFIX = { ipv4: 16, ipv6: 32 } as const;

/** Headers that carry meaning of their own: a marker there would break requests, or pass for a secret. */
const TAKEN_HEADERS = /^(host|authorization|proxy-.*|cookie|connection|content-.*|transfer-encoding|dpop|agent-id)$/i;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const shown = (text: string): string => JSON.stringify(text).slice(0, 80);

/** Every base address of a target file as it was written, with its path. */
const baseAddresses = (value: Record<string, unknown>): { path: (string | number)[]; text: string }[] => {
  const addresses = isRecord(value["addresses"]) ? value["addresses"] : {};
  const { pops, ...others } = addresses;
  const proxy = isRecord(value["faultProxy"]) ? value["faultProxy"] : {};
  return [
    { path: ["faultProxy", "control"], text: proxy["control"] },
    ...Object.entries(others).map(([role, text]) => ({ path: ["addresses", role], text })),
    ...Object.entries(isRecord(pops) ? pops : {}).map(([pop, text]) => ({ path: ["addresses", "pops", pop], text })),
  ].filter((one): one is { path: string[]; text: string } => typeof one.text === "string");
};

const networkFault = (text: string): string | null => {
  const network = parseNetwork(text);
  if (network === null) return `is ${shown(text)}, must be an IP address or a network such as 192.0.2.0/28`;
  if (network.prefix < LEAST_PREFIX[network.family])
    return `is ${shown(text)}, must be a network of at least /${LEAST_PREFIX[network.family]}`;
  const refusal = classRefusal(classOf(network.address));
  return refusal === null ? null : `is ${shown(text)}, which ${refusal}`;
};

/**
 * What the schema of a target file cannot say: spellings, networks, and hosts that are used but not listed. Takes the
 * value as it was written, whatever else is wrong with it, so that all faults are told at once.
 */
export const targetFindings = (value: unknown): Finding[] => {
  if (!isRecord(value)) return [];
  const findings: Finding[] = [];
  const listed = new Set<string>();
  const hosts = Array.isArray(value["hosts"]) ? value["hosts"] : [];
  for (const [index, entry] of hosts.entries()) {
    if (!isRecord(entry)) continue;
    const { host, ports, addresses } = entry;
    if (typeof host === "string") {
      const must = hostSpellingFault(host);
      if (must !== null) findings.push({ path: ["hosts", index, "host"], text: `is ${shown(host)}, ${must}` });
      for (const port of Array.isArray(ports) ? ports : []) listed.add(`${host} ${port}`);
    }
    for (const [place, text] of (Array.isArray(addresses) ? addresses : []).entries()) {
      const fault = typeof text === "string" ? networkFault(text) : null;
      if (fault !== null) findings.push({ path: ["hosts", index, "addresses", place], text: fault });
    }
  }
  for (const { path, text } of baseAddresses(value)) {
    const spelling = readBaseAddress(text);
    if (!spelling.ok) {
      findings.push({ path, text: `is ${shown(text)}, ${spelling.must}` });
      continue;
    }
    const { host, port } = spelling.address;
    if (isOwnMachine(host) || listed.has(`${host} ${port}`)) continue;
    findings.push({ path, text: `is ${shown(text)}, whose host and port ${port} must be listed under hosts` });
  }
  const { faultProxy, secrets } = value;
  const wanted = isRecord(faultProxy) ? faultProxy["secret"] : null;
  if (typeof wanted === "string" && !(isRecord(secrets) && Object.hasOwn(secrets, wanted)))
    findings.push({ path: ["faultProxy", "secret"], text: `is ${shown(wanted)}, which is none of the secrets` });
  const marker = isRecord(value["syntheticMarker"]) ? value["syntheticMarker"]["header"] : null;
  if (typeof marker === "string" && TAKEN_HEADERS.test(marker))
    findings.push({ path: ["syntheticMarker", "header"], text: `is ${shown(marker)}, must be a header of its own` });
  return [...findings, ...httpFindings(value)];
};

/** Loopback addresses, and the names that RFC 6761 section 6.3 keeps for them. */
export const isOwnMachine = (host: string): boolean =>
  host === "localhost" || host.endsWith(".localhost") || (parseNetwork(host) !== null && classOf(host) === "loopback");

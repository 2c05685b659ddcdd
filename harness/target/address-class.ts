import { BlockList, isIP, isIPv4 } from "node:net";

/**
 * What kind of place an IP address is. `ordinary` and `loopback` can be drilled; the others lead somewhere that
 * nobody can mean: every interface, the neighbours on the cable, a cloud's own metadata, or another address in disguise.
 */
export type AddressClass =
  | "loopback"
  | "ordinary"
  | "unspecified"
  | "link-local"
  | "metadata"
  | "multicast"
  | "translated"
  | "reserved";

/** Ranges of the IANA special-purpose registries (RFC 6890 and its updates); the first that fits decides. */
const RANGES: readonly (readonly [AddressClass, readonly string[]])[] = [
  ["loopback", ["127.0.0.0/8", "::1/128"]],
  ["unspecified", ["0.0.0.0/8", "::/128"]],
  ["metadata", ["169.254.169.254/32", "fd00:ec2::254/128", "100.100.100.200/32", "168.63.129.16/32"]],
  ["link-local", ["169.254.0.0/16", "fe80::/10"]],
  ["multicast", ["224.0.0.0/4", "ff00::/8"]],
  // Each holds an IPv4 address that a translator would go to: IPv4-compatible, NAT64, 6to4, Teredo.
  ["translated", ["::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"]],
  ["reserved", ["240.0.0.0/4", "fec0::/10", "100::/64"]],
];

export interface Network {
  readonly address: string;
  readonly prefix: number;
  readonly family: "ipv4" | "ipv6";
}

const familyOf = (address: string): "ipv4" | "ipv6" => (isIPv4(address) ? "ipv4" : "ipv6");

/** `192.0.2.0/28`, or an address as the network of itself alone; null for anything else. */
export const parseNetwork = (text: string): Network | null => {
  const [address = "", prefixText, more] = text.split("/");
  if (more !== undefined || normalAddress(address) !== address) return null;
  const family = familyOf(address);
  const most = family === "ipv4" ? 32 : 128;
  if (prefixText === undefined) return { address, prefix: most, family };
  return /^(0|[1-9]\d{0,2})$/.test(prefixText) && Number(prefixText) <= most
    ? { address, prefix: Number(prefixText), family }
    : null;
};

export const blockListOf = (networks: readonly Network[]): BlockList => {
  const list = new BlockList();
  for (const { address, prefix, family } of networks) list.addSubnet(address, prefix, family);
  return list;
};

/** Whether `address`, in its normal spelling, lies in one of the networks. */
export const isWithin = (address: string, list: BlockList): boolean => list.check(address, familyOf(address));

/**
 * The one spelling of an IP address: shortest form in lower case, and IPv4-mapped IPv6 (::ffff:127.0.0.1) as the IPv4
 * address that it is. Null for what is no address, or one with a zone.
 */
export const normalAddress = (text: string): string | null => {
  if (text.includes("%")) return null;
  if (isIP(text) === 4) return text;
  if (isIP(text) !== 6) return null;
  const shortest = new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(shortest);
  if (mapped === null) return shortest;
  const [high, low] = [Number.parseInt(mapped[1] ?? "", 16), Number.parseInt(mapped[2] ?? "", 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
};

const LISTS = RANGES.map(
  ([kind, texts]) => [kind, blockListOf(texts.flatMap((text) => parseNetwork(text) ?? []))] as const,
);

/** @param address in its normal spelling (`normalAddress`) */
export const classOf = (address: string): AddressClass =>
  LISTS.find(([, list]) => isWithin(address, list))?.[0] ?? "ordinary";

/** Why an address of this class is never drilled; null for the two that may be. */
export const classRefusal = (kind: AddressClass): string | null => {
  const reasons: Readonly<Record<AddressClass, string | null>> = {
    loopback: null,
    ordinary: null,
    unspecified: "stands for every interface of the machine",
    "link-local": "is link-local: whoever is on the same cable",
    metadata: "is a cloud's own metadata service",
    multicast: "is multicast: many machines at once",
    translated: "hides an IPv4 address that a translator would go to",
    reserved: "is reserved and belongs to nobody",
  };
  return reasons[kind];
};

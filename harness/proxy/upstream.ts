import { isIP } from "node:net";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { printable } from "../../core/text/printable.ts";

/** Where a proxy forwards to: an address, never a name, so that nothing is looked up a second time. */
export interface Upstream {
  readonly host: string;
  readonly port: number;
}

export const isLoopback = (address: string): boolean =>
  address === "::1" || (isIP(address) === 4 && address.startsWith("127."));

/** `host:port`, an IPv6 address in brackets. */
export const authorityOf = ({ host, port }: Upstream): string => `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;

/**
 * Refuses an upstream that is no address, or is off loopback and not among the `allowed` addresses of a target file.
 * @throws FieldproofError FP-PROXY-004
 */
export const checkUpstream = ({ host, port }: Upstream, allowed: readonly string[]): void => {
  const shown = printable(`${host}:${port}`, 200);
  const refuse = (reason: string): never => {
    throw new FieldproofError("FP-PROXY-004", { upstream: shown, reason });
  };
  if (isIP(host) === 0) refuse("it is not an IP address; names are resolved once, before, and pinned");
  if (!Number.isInteger(port) || port < 1 || port > 65_535) refuse("its port is not from 1 to 65535");
  if (!isLoopback(host) && !allowed.includes(host)) refuse("it is off loopback and no target file allows it");
};

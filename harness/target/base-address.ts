import { isIP, isIPv4 } from "node:net";
import { domainToASCII, domainToUnicode } from "node:url";
import { normalAddress } from "./address-class.ts";

/** A base address, taken apart; `host` is a name or an IP address without brackets. */
export interface BaseAddress {
  readonly scheme: "http" | "https";
  readonly host: string;
  readonly port: number;
  readonly isLiteral: boolean;
}

export type Spelling =
  | { readonly ok: true; readonly address: BaseAddress }
  | { readonly ok: false; readonly must: string };

const no = (must: string): Spelling => ({ ok: false, must: `must ${must}` });

const urlHost = (host: string): string | null => {
  try {
    return new URL(`http://${host}/`).hostname;
  } catch {
    return null;
  }
};

/** The last label decides whether a URL parser reads a number in it (WHATWG URL, "ends in a number"). */
const endsInNumber = (host: string): boolean => /(^|\.)(\d+|0x[0-9a-f]*)$/.test(host);
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** A label of Punycode must decode to letters that encode to it again, else it is two names in one. */
const isOneName = (label: string): boolean => {
  if (!label.startsWith("xn--")) return true;
  const letters = domainToUnicode(label);
  return /[^\x20-\x7e]/.test(letters) && domainToASCII(letters) === label;
};

/** What keeps `host` (no brackets) from being the one spelling of a name or address; null when nothing does. */
export const hostSpellingFault = (host: string): string | null => {
  if (/[^\x21-\x7e]/.test(host)) return "must be ASCII without blanks; write an international name in its xn-- form";
  if (host.includes("%")) return "must hold no percent signs and no zone";
  if (host.includes(":")) {
    if (isIP(host) !== 6) return "must be an IPv6 address";
    const normal = normalAddress(host);
    return normal === host ? null : `must be spelled ${normal ?? "otherwise"}`;
  }
  if (isIPv4(host)) return null;
  if (host !== host.toLowerCase()) return "must be in lower case";
  if (endsInNumber(host)) {
    const read = urlHost(host);
    return read === null ? "must be a name or an IP address" : `must be spelled ${read}, which it is read as`;
  }
  if (host.endsWith(".")) return "must have no dot at its end";
  const labels = host.split(".");
  if (host.length > 253 || !labels.every((label) => LABEL.test(label))) return "must be a host's name";
  return labels.every(isOneName) ? null : "must be valid Punycode";
};

/**
 * Reads a base address of a target file: scheme, host, port, and nothing else. There is one spelling of each host:
 * numbers in other bases, missing octets, trailing dots and the like are refused, because two readers (Node, k6, a
 * proxy) may understand them as two hosts.
 */
export const readBaseAddress = (text: string): Spelling => {
  const [, scheme, authority = "", rest] = /^(https?):\/\/([^/?#\\]*)(.*)$/s.exec(text) ?? [];
  if (scheme !== "http" && scheme !== "https") return no("begin with http:// or https://");
  if (authority.includes("@")) return no("hold no user name and no password; secrets are references");
  if (rest !== "") return no("end after host and port: no path, query or fragment");
  const [, bracketed, plain, portText] = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/s.exec(authority) ?? [];
  const host = bracketed ?? plain ?? "";
  if (host === "") return no("name a host");
  if (portText !== undefined && !(/^[1-9]\d{0,4}$/.test(portText) && Number(portText) <= 65_535))
    return no("have a port from 1 to 65535");
  if (bracketed !== undefined && !host.includes(":")) return no("have only IPv6 addresses in brackets");
  const must = hostSpellingFault(host);
  if (must !== null) return { ok: false, must };
  const port = portText === undefined ? (scheme === "http" ? 80 : 443) : Number(portText);
  return { ok: true, address: { scheme, host, port, isLiteral: isIP(host) !== 0 } };
};

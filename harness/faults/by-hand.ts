import { isIPv6 } from "node:net";
import type { Pin } from "../target/pins.ts";

/** The journal takes no longer line; what is longer is not typed by anybody. */
export const LONGEST_BY_HAND = 2000;

const escaped = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this spells out
  text.replaceAll("\\", "\\\\").replace(/[\u0000-\u001f\u007f]/g, (char) => {
    return `\\0${(char.codePointAt(0) ?? 0).toString(8).padStart(3, "0")}`;
  });

/** One word of a POSIX shell, on one line, whatever it holds. */
export const quoted = (text: string): string => {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(text)) return text;
  const single = (inner: string): string => `'${inner.replaceAll("'", "'\\''")}'`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
  return /[\u0000-\u001f\u007f]/.test(text) ? `"$(printf '%b' ${single(escaped(text))})"` : single(text);
};

/** What the shell puts in for the content of a file; for use between double quotes. */
export const contentOf = (path: string): string => `$(cat ${quoted(path)})`;

/** Text between double quotes, taken as it is. */
export const literally = (text: string): string => text.replace(/[\\"$`]/g, "\\$&");

export interface CurlCall {
  readonly method: string;
  readonly url: string;
  /** Each as a word of the shell. */
  readonly headers: readonly string[];
  readonly body: string | null;
}

const pinOf = (url: string, pins: readonly Pin[]): string[] => {
  const { hostname, port, protocol } = new URL(url);
  const wanted = port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
  const pin = pins.find((one) => one.host === hostname && one.port === wanted);
  const address = pin?.addresses[0];
  if (pin === undefined || address === undefined || address === pin.host) return [];
  return ["--resolve", quoted(`${pin.host}:${pin.port}:${isIPv6(address) ? `[${address}]` : address}`)];
};

/** One request as a person would type it: to the pinned address, and shown with its status. */
export const curlLine = ({ method, url, headers, body }: CurlCall, pins: readonly Pin[] = []): string =>
  [
    ...["curl", "-sS", "-X", method, ...pinOf(url, pins)],
    ...headers.flatMap((header) => ["-H", header]),
    ...(body === null ? [] : ["-H", quoted("Content-Type: application/json"), "--data-binary", quoted(body)]),
    ...["-w", quoted(" %{http_code}\\n"), quoted(url)],
  ].join(" ");

/** The header with the bearer of a file, without the bearer. */
export const bearerHeader = (bearerFile: string): string => `"Authorization: Bearer ${contentOf(bearerFile)}"`;

/** The line, or what to do in its place where it is too long to be typed. */
export const typed = (line: string, otherwise: string): string => (line.length <= LONGEST_BY_HAND ? line : otherwise);

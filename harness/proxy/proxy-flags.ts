import { parseArgs } from "node:util";
import { FieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import { printable } from "../../core/text/printable.ts";
import type { FaultProxyOptions } from "./fault-proxy.ts";

export const PROXY_HELP = `Usage: proxy-command --mode tcp|http --upstream ADDRESS:PORT --secrets-file FILE [options]

  --mode MODE          what is carried: tcp (bytes) or http (exchanges, with routes and statuses)
  --upstream A:P       an address, never a name; IPv6 in brackets
  --secrets-file FILE  where the bearer of the control API is written, mode 0600; must not exist
  --port N             port to listen on, loopback only (default: a free one)
  --control-port N     port of the control API (default: a free one)
  --seed N             seed of shares and jitter (default 1)
  --allow ADDRESS      an upstream address off loopback that a target file allows; may be repeated

It says one JSON line when ready and ends with its standard input, SIGTERM or SIGINT.
`;

export interface ProxyFlags {
  readonly proxy: FaultProxyOptions;
  readonly controlPort: number;
  readonly secretsFile: string;
}

const wrong = (problem: string): FieldproofError =>
  new FieldproofError("FP-PROXY-002", { problem: printable(problem, 300) });

const wholeNumber = (name: string, text: string, most: number): number => {
  if (!/^\d{1,10}$/.test(text) || Number(text) > most)
    throw wrong(`--${name} ${text} is no whole number up to ${most}`);
  return Number(text);
};

/** Null when help is asked for. @throws FieldproofError FP-PROXY-002 */
export const readProxyFlags = (argv: readonly string[]): ProxyFlags | null => {
  const text = { type: "string" } as const;
  const options = {
    ...{ mode: text, upstream: text, "secrets-file": text, port: text, "control-port": text, seed: text },
    allow: { type: "string", multiple: true },
    help: { type: "boolean" },
  } as const;
  const read = () => {
    try {
      return parseArgs({ args: [...argv], options, strict: true }).values;
    } catch (error) {
      throw wrong(messageOf(error));
    }
  };
  const values = read();
  if (values.help === true) return null;
  const { mode, upstream = "", "secrets-file": secretsFile } = values;
  if (mode !== "tcp" && mode !== "http") throw wrong("--mode must be tcp or http");
  if (secretsFile === undefined) throw wrong("--secrets-file is missing");
  const [, six, four, port] = /^(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+)):(\d{1,5})$/.exec(upstream) ?? [];
  const host = six ?? four;
  if (host === undefined || port === undefined) throw wrong(`--upstream ${upstream} must be ADDRESS:PORT`);
  return {
    proxy: {
      mode,
      upstream: { host, port: Number(port) },
      port: wholeNumber("port", values.port ?? "0", 65_535),
      seed: wholeNumber("seed", values.seed ?? "1", 2 ** 31 - 1),
      allowedUpstreams: values.allow ?? [],
    },
    controlPort: wholeNumber("control-port", values["control-port"] ?? "0", 65_535),
    secretsFile,
  };
};

import { readFileSync, statSync } from "node:fs";
import type { CommandHook, HooksFile, HttpHook, SecretRef } from "../../core/schema/hook.ts";
import { fillArguments, fillBody, type HookValues } from "../hooks/value-template.ts";
import type { Pin } from "../target/pins.ts";
import { contentOf, curlLine, literally, quoted, typed } from "./by-hand.ts";
import { HOOKS_LIMIT_MB, type HooksPlace, hooksOfBytes } from "./pinned-hooks.ts";

const secretFile = (ref: SecretRef, file: HooksFile): string => file.secrets[ref.secret]?.file ?? "";

const httpLine = (name: string, hook: HttpHook, file: HooksFile, values: HookValues, pins: readonly Pin[]): string => {
  const headers = Object.entries(hook.headers).map(([key, value]) =>
    typeof value === "string"
      ? quoted(`${key}: ${value}`)
      : `"${key}: ${literally(value.prefix ?? "")}${contentOf(secretFile(value, file))}"`,
  );
  const body = hook.body === undefined ? null : fillBody(name, hook.body, values);
  return curlLine({ method: hook.method, url: hook.url, headers, body }, pins);
};

const commandLine = (name: string, hook: CommandHook, file: HooksFile, values: HookValues): string => {
  const { cwd, env, stdin } = hook;
  const command = [
    ...(Object.keys(env).length === 0
      ? []
      : ["env", ...Object.entries(env).map(([key, value]) => quoted(`${key}=${value}`))]),
    ...fillArguments(name, hook.argv, values).map(quoted),
  ].join(" ");
  const fed =
    stdin === undefined
      ? command
      : `printf '%s\\n' "${literally(stdin.prefix ?? "")}${contentOf(secretFile(stdin, file))}" | ${command}`;
  return cwd === undefined ? fed : `cd ${quoted(cwd)} && ${fed}`;
};

/**
 * A hook as a person would type it, with files in the place of secrets. Reads the hooks file; where that is not as it
 * was pinned, the line names the hook instead of spelling out another one.
 */
export const hookByHand = (place: HooksPlace, hook: string, values: HookValues, pins: readonly Pin[]): string => {
  const otherwise = typed(
    `run the hook ${hook} of ${quoted(place.hooksFile)} as it was with SHA-256 ${place.hooksSha256}`,
    `run the hook ${hook} of the hooks file with SHA-256 ${place.hooksSha256}`,
  );
  try {
    if (!statSync(place.hooksFile).isFile() || statSync(place.hooksFile).size > HOOKS_LIMIT_MB * 1e6) return otherwise;
    const file = hooksOfBytes(readFileSync(place.hooksFile), place);
    const found = Object.hasOwn(file.hooks, hook) ? file.hooks[hook] : undefined;
    if (found === undefined) return otherwise;
    const line =
      found.kind === "http" ? httpLine(hook, found, file, values, pins) : commandLine(hook, found, file, values);
    return typed(line, otherwise);
  } catch {
    return otherwise;
  }
};

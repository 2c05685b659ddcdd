import type { Clock, Timers } from "../../../core/contract/ports.ts";
import type { Outcome } from "../../../core/contract/target.ts";
import type { HttpMapping } from "../../../core/schema/http-mapping.ts";
import type { CallMapping } from "../../../core/schema/http-request-mapping.ts";
import {
  type Answered,
  type CallOptions,
  createDialogue,
  type Dialogue,
  type HttpTargetOptions,
} from "../../../drills/targets/http/dialogue.ts";
import type { Value } from "../../../drills/targets/http/template.ts";
import type { FieldPath } from "../../plan/yaml-source.ts";
import { callFindings } from "./call-findings.ts";
import type { Exchange, RecordingHttp } from "./recording-http.ts";
import type { FindingList } from "./walk-finding.ts";

/** One call of the mapping as it went. */
export interface WalkStep {
  /** Dotted place below `http`, such as `customer.open`. */
  readonly name: string;
  readonly exchanges: readonly Exchange[];
  /** What was read of the answer, by name; long values are cut where they are shown. */
  readonly read: readonly (readonly [name: string, value: string])[];
}

export interface WalkWorld {
  readonly mapping: HttpMapping;
  readonly target: HttpTargetOptions;
  readonly recorder: RecordingHttp;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly findings: FindingList;
  /** False in a replay, which keeps no sockets. */
  readonly live: boolean;
  /** The contact's client id. */
  readonly clientContactId: string;
  readonly step: (step: WalkStep) => void;
}

/** One person of the walk: a dialogue whose calls are looked at one by one. */
export interface Walker {
  readonly dialogue: Dialogue;
  /** Does a call of the mapping; null when it failed, and then the findings say why. `quiet`: the caller says it. */
  call(name: string, call: CallMapping, options: CallOptions & { readonly quiet?: boolean }): Promise<Answered | null>;
  /** The fault of the last call. */
  lastStatus(): number;
  /** Adds to what the last step read. */
  note(name: string, value: Value | undefined): void;
}

const shown = (value: Value | undefined): string =>
  value === undefined ? "not there" : typeof value === "string" ? value : JSON.stringify(value);

/** Names of cookies that an answer sets. */
const cookieNames = (setCookie: string | undefined): string[] =>
  [...(setCookie ?? "").matchAll(/(?:^|,\s*)([!#$%&'*+.^_`|~0-9A-Za-z-]+)=/g)].map(([, name = ""]) => name);

export const createWalker = (
  room: "customer" | "agent",
  base: string,
  world: WalkWorld,
  given: Record<string, Value>,
): Walker => {
  const part = world.mapping[room];
  const { recorder, findings } = world;
  const dialogue = createDialogue(
    { ...world.target, base },
    {
      headers: part?.headers,
      session: part?.session,
      proof: room === "customer" && world.mapping.customer.proof === "dpop",
    },
    given,
  );
  const sessionPath: FieldPath = ["http", room, "session"];
  let sessionDone = part?.session === undefined;
  let letGo: readonly string[] = [];
  let status = 0;
  let open: { name: string; exchanges: readonly Exchange[]; read: [string, string][] } | null = null;

  const keep = (name: string, exchanges: readonly Exchange[], read: Answered["read"] | null): void => {
    open = { name, exchanges, read: Object.entries(read ?? {}).map(([key, value]) => [key, shown(value)]) };
    world.step(open);
  };
  const contactRead = () => {
    const value = dialogue.value("contact");
    return value === undefined || value === null
      ? null
      : { path: ["http", "customer", "open", "read", "contact"], value: shown(value) };
  };
  const complain = (name: string, call: CallMapping, exchange: Exchange | undefined, code: string): void => {
    const found = callFindings({ path: ["http", ...name.split(".")], call }, exchange, code, {
      session: part?.session === undefined ? null : sessionPath,
      cookiesLetGo: letGo,
      base: ["addresses", room === "customer" ? "pops" : "origin"],
      contact: contactRead(),
    });
    for (const { path, text } of found) findings.add(path, text);
  };

  /** The session goes before the first call; what comes of it is a step of its own. */
  const sessionStep = (exchanges: readonly Exchange[], outcome: Outcome<Answered>): readonly Exchange[] => {
    const session = part?.session;
    const [first, ...rest] = exchanges;
    if (sessionDone || session === undefined) return exchanges;
    const failed = !outcome.ok && outcome.fault.where === "session";
    const read = failed
      ? null
      : Object.fromEntries(Object.keys(session.read ?? {}).map((key) => [key, dialogue.value(key) ?? null]));
    keep(`${room}.session`, first === undefined ? [] : [first], read);
    if (session.cookies !== true) letGo = cookieNames(first?.response.headers["set-cookie"]);
    if (failed) complain(`${room}.session`, session, first, outcome.fault.code);
    else sessionDone = true;
    return rest;
  };

  return {
    dialogue,
    lastStatus: () => status,
    note: (name, value) => void open?.read.push([name, shown(value)]),
    call: async (name, call, { quiet = false, ...options }) => {
      const before = recorder.count();
      const outcome = await dialogue.call(name, call, options);
      const exchanges = sessionStep(recorder.since(before), outcome);
      const last = exchanges.at(-1);
      status = outcome.ok ? outcome.value.status : outcome.fault.status;
      if (!outcome.ok && outcome.fault.where === "session" && exchanges.length === 0) return null;
      keep(name, exchanges, outcome.ok ? outcome.value.read : null);
      if (outcome.ok) return outcome.value;
      if (!quiet) complain(name, call, last, outcome.fault.code);
      return null;
    },
  };
};

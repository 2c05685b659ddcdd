import { clientContactIdAt } from "../../../core/contract/ids.ts";
import type { Clock, Crypto, Http, Sockets, Timers } from "../../../core/contract/ports.ts";
import type { HttpMapping } from "../../../core/schema/http-mapping.ts";
import type { TargetFile } from "../../../core/schema/target-file.ts";
import { createLimiter } from "../../../drills/targets/http/limiter.ts";
import { createMask } from "../../../drills/targets/http/mask.ts";
import type { FieldPath } from "../../plan/yaml-source.ts";
import { NOTICE_HASH } from "../../run/notice.ts";
import type { SeenMessage } from "./page-reader.ts";
import { createRecordingHttp, pathOf } from "./recording-http.ts";
import { type AgentWalk, createAgentWalk } from "./walk-agent.ts";
import { createCustomerWalk, type CustomerWalk } from "./walk-customer.ts";
import { walkExport } from "./walk-export.ts";
import { createFindingList, type WalkFinding } from "./walk-finding.ts";
import type { WalkStep, WalkWorld } from "./walk-world.ts";

export interface WalkOptions {
  readonly file: TargetFile;
  readonly mapping: HttpMapping;
  readonly http: Http;
  readonly sockets: Sockets;
  readonly timers: Timers;
  readonly crypto: Crypto;
  readonly clock: Clock;
  readonly secrets: Readonly<Record<string, string>>;
  /** What the client ids begin with. */
  readonly idPrefix: string;
  readonly requestTimeoutMs: number;
  /** The whole walk's wall milliseconds. */
  readonly limitMs: number;
  /** False where `http` is a record. */
  readonly live?: boolean;
  readonly onStep?: (name: string) => void;
}

export interface Walk {
  readonly steps: readonly WalkStep[];
  readonly findings: readonly WalkFinding[];
  /** Contacts that are still there, by the desk's own ids. */
  readonly left: readonly string[];
  /** Takes out everything secret: of the file, of sessions, cookies. */
  readonly clean: (text: string) => string;
}

/** Far more than a whole walk sends. */
export const MOST_REQUESTS = 150;

const QUESTION = "Made-up contact of a check by Fieldproof, for a person, please.";
const SECOND = "Second message of the same made-up contact.";
const ANSWER = "Answer of a made-up agent to a made-up contact.";

/**
 * Walks one marked contact through every mapped call and back out again. Never throws; bounded in time and requests;
 * what it opened is deleted where the mapping can.
 */
export async function walkTarget(options: WalkOptions): Promise<Walk> {
  const { file, mapping, clock, timers, secrets, idPrefix } = options;
  const recorder = createRecordingHttp(options.http, clock, {
    requests: MOST_REQUESTS,
    endsAt: clock.now() + options.limitMs,
  });
  const findings = createFindingList();
  const steps: WalkStep[] = [];
  const perMinute = Math.min(...file.limits.publishedLimits.map((limit) => limit.perMinute), Number.POSITIVE_INFINITY);
  const limiter = createLimiter({ perMinute: Number.isFinite(perMinute) ? perMinute : null, clock, timers });
  const clientContactId = clientContactIdAt(idPrefix, 0);
  const [pop = file.addresses.origin] = Object.values(file.addresses.pops);
  const world: WalkWorld = {
    ...{ mapping, recorder, clock, timers, findings, clientContactId, live: options.live !== false },
    target: {
      ...{
        http: recorder,
        sockets: options.sockets,
        timers,
        crypto: options.crypto,
        clock,
        mapping,
        base: pop,
        secrets,
      },
      ...{ event: "drop", noticeHash: NOTICE_HASH, marker: file.syntheticMarker, limiter },
      requestTimeoutMs: options.requestTimeoutMs,
    },
    step: (step) => {
      steps.push(step);
      options.onStep?.(step.name);
    },
  };
  const customer = createCustomerWalk(world, pop);
  const agent = createAgentWalk(world, file.addresses.origin, idPrefix);
  const contact = await through(world, customer, agent, idPrefix);
  const left = await tidy(world, customer, agent, contact);
  const fromFile = createMask(Object.values(secrets));
  const last = recorder.since(0);
  const echoed = last.find(({ response }) => fromFile.holds(response.body));
  if (echoed !== undefined) {
    const step = steps.find(({ exchanges }) => exchanges.includes(echoed));
    findings.add(
      ["http", ...(step?.name ?? "").split("."), "request"],
      `the answer to ${echoed.request.method} ${pathOf(echoed.request.url).slice(0, 80)} holds a secret of this file: the desk gives it back  [secret-echoed]`,
    );
  }
  const clean = (text: string): string =>
    fromFile.clean(
      [customer.walker, ...(agent === null ? [] : [agent.walker])].reduce(
        (so, one) => one.dialogue.mask.clean(so),
        text,
      ),
    );
  return { steps, findings: findings.all(), left: left.map(clean), clean };
}

/** Everything that one contact lives through; its id as agents see it, or as the customer does. */
async function through(
  world: WalkWorld,
  customer: CustomerWalk,
  agent: AgentWalk | null,
  idPrefix: string,
): Promise<string | null> {
  const { findings, mapping } = world;
  const replies: FieldPath = ["http", "customer", "replies"];
  const { ownVisible } = mapping.customer.replies;
  const opened = await customer.open(QUESTION);
  if (opened === null) return null;
  const isOwn = (text: string) => (message: SeenMessage) => message.kind === "customer" && message.text === text;
  const first = await customer.look(ownVisible ? isOwn(QUESTION) : () => true);
  const couldLook = customer.walker.lastStatus() < 300 && customer.walker.lastStatus() > 0;
  if (ownVisible && couldLook && !first.some(isOwn(QUESTION)))
    findings.add(
      [...replies, "ownVisible"],
      "the customer's own question was accepted and is not among the messages  [accepted-not-visible]",
    );
  const sent = await customer.send(`${world.clientContactId}-2`, SECOND);

  let contact: string = opened;
  const listed = agent === null ? null : await agent.find(opened);
  if (listed !== null && listed !== opened) {
    contact = listed;
    customer.walker.dialogue.keep({ contact });
  }
  if (agent !== null && listed !== null && (await agent.claim(contact))) await answer(world, customer, agent, contact);
  else if (couldLook) await customer.look(ownVisible && sent ? isOwn(SECOND) : () => true);
  const seen = customer.walker.lastStatus() > 0 ? await customer.look(() => true) : [];
  twice(world, seen, isOwn(SECOND), ["http", "customer", "send"], mapping.customer.send?.idempotency);
  if (ownVisible && couldLook && sent && !seen.some(isOwn(SECOND)))
    findings.add(
      [...replies, "ownVisible"],
      "the customer's second message was accepted and is not among the messages  [accepted-not-visible]",
    );
  await customer.rate();
  if (agent !== null) await walkExport(world, agent.walker, contact, idPrefix);
  await customer.leave();
  return contact;
}

async function answer(world: WalkWorld, customer: CustomerWalk, agent: AgentWalk, contact: string): Promise<void> {
  const { findings, mapping } = world;
  const socket = await customer.socket();
  const id = await agent.reply(contact, `${world.clientContactId}-a`, ANSWER);
  if (id !== undefined) {
    await socket?.hear(ANSWER);
    const isAnswer = (message: SeenMessage): boolean => message.text === ANSWER;
    const seen = await customer.look(isAnswer);
    const found = seen.find(isAnswer);
    const at: FieldPath = ["http", "customer", "replies"];
    if (found === undefined) {
      if (customer.walker.lastStatus() >= 200 && customer.walker.lastStatus() < 300)
        findings.add(
          [...at, "request"],
          "the agent's reply was accepted and the customer never sees it  [accepted-not-visible]",
        );
    } else {
      if (found.kind !== null && found.kind !== "human")
        findings.add(
          [...at, "authors", found.kind],
          `an agent's own reply counts as ${found.kind} by its word here, must be under human`,
        );
      if (id !== null && found.id !== null && found.id !== id)
        findings.add(
          ["http", "agent", "reply", "message"],
          `is "${id}" for a reply that the customer sees as "${found.id}" (customer.replies.each.id): both must be the same id`,
        );
      twice(world, seen, isAnswer, ["http", "agent", "reply"], mapping.agent?.reply.idempotency);
    }
  }
  socket?.close();
  await agent.resolve(contact);
}

/** What was written twice under one id must be there once. */
function twice(
  { findings }: WalkWorld,
  seen: readonly SeenMessage[],
  isIt: (message: SeenMessage) => boolean,
  at: FieldPath,
  idempotency: { readonly header?: string | undefined; readonly member?: string | undefined } | undefined,
): void {
  const times = seen.filter(isIt).length;
  if (idempotency === undefined || times < 2) return;
  findings.add(
    [...at, "idempotency", idempotency.header === undefined ? "member" : "header"],
    `the same message went out twice under one id and is there ${times} times: the desk does not look there`,
  );
}

/** Deletes what was opened, where the mapping says how; what is still there. */
async function tidy(
  world: WalkWorld,
  customer: CustomerWalk,
  agent: AgentWalk | null,
  contact: string | null,
): Promise<readonly string[]> {
  const made = [...new Set([...(contact === null ? [] : [contact]), ...customer.strays()])];
  const { delete: remove } = world.mapping;
  if (remove === undefined || agent === null) return made;
  const left: string[] = [];
  for (const one of made) {
    const values = { contact: one, clientContactId: world.clientContactId };
    if ((await agent.walker.call("delete", remove, { values })) === null) left.push(one);
  }
  return left;
}

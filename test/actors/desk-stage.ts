import type { Clock, Sockets } from "../../core/contract/ports.ts";
import type { ContactScript } from "../../core/contract/script.ts";
import type { AgentPort } from "../../core/contract/target.ts";
import {
  type ContactRecord,
  contactRecordSchema,
  type HandlingRecord,
  handlingRecordSchema,
} from "../../core/schema/evidence.ts";
import {
  type DeskContact,
  deskContactSchema,
  type ExportedMessage,
  exportedMessageSchema,
  type Facts,
  factsSchema,
} from "../../core/schema/wire.ts";
import { workSlot } from "../../drills/actors/agent.ts";
import { type CustomerWorld, liveContact } from "../../drills/actors/customer.ts";
import { answerFromContext, createReferenceAgent } from "../../drills/targets/reference/agent.ts";
import { createReferenceCustomer } from "../../drills/targets/reference/customer.ts";
import { nodeClock, nodeCrypto, nodeHttp, nodeSockets, nodeTimers } from "../../harness/ports/node-ports.ts";
import { startStack } from "../../mock-platform/server.ts";
import type { RunningStack } from "../../mock-platform/stack-options.ts";

export const RUN_KEY_HEX = "ab".repeat(32);

export interface CustomerAt {
  readonly pop: string;
  readonly t0?: number;
  readonly sockets?: Sockets;
  readonly requestTimeoutMs?: number;
}

/** A customer of Node's ports at a PoP: the same actor and adapter that k6 runs. */
export const customerWorld = (at: CustomerAt): CustomerWorld => ({
  clock: nodeClock,
  timers: nodeTimers,
  crypto: nodeCrypto,
  runKeyHex: RUN_KEY_HEX,
  generalFacts: [],
  t0: at.t0 ?? nodeClock.now(),
  customer: createReferenceCustomer({
    http: nodeHttp,
    sockets: at.sockets ?? nodeSockets,
    timers: nodeTimers,
    crypto: nodeCrypto,
    clock: nodeClock,
    pop: at.pop,
    event: "drop",
    noticeHash: "n".repeat(43),
    requestTimeoutMs: at.requestTimeoutMs ?? 5000,
  }),
});

/** Lives a script and checks that its record is one that the evidence may hold. */
export const live = async (script: ContactScript, at: CustomerAt): Promise<ContactRecord> =>
  contactRecordSchema.parse(await liveContact(script, customerWorld(at)));

export interface DeskStage {
  readonly stack: RunningStack;
  readonly facts: Facts;
  /** For an agent's single acts by hand. */
  readonly agent: AgentPort;
  /** What the agents did, as it comes. */
  readonly handlings: HandlingRecord[];
  /** Makes the question known to the agents and lives it at pop-a. */
  contact(script: ContactScript, sockets?: Sockets): Promise<ContactRecord>;
  deskContact(clientContactId: string): Promise<DeskContact | undefined>;
  messages(contactId: string | null): Promise<ExportedMessage[]>;
  close(): Promise<void>;
}

/** The real stack on free ports, with `slots` agents on the stream lane; nobody sits on the others. */
export async function openDesk(slots: number, defects: readonly string[] = []): Promise<DeskStage> {
  const stack = await startStack({ checkAnswers: true, orders: 60, logLevel: "fatal", defects });
  const pop = stack.pops["pop-a"] ?? "";
  const scripts = new Map<string, ContactScript>();
  const handlings: HandlingRecord[] = [];
  let over = false;
  const shift: Clock = { now: () => (over ? Number.MAX_SAFE_INTEGER : nodeClock.now()) };
  const agent = createReferenceAgent({
    http: nodeHttp,
    origin: stack.origin,
    bearer: stack.agentBearer,
    requestTimeoutMs: 5000,
  });
  const work = Array.from({ length: slots }, (_, slot) =>
    workSlot(slot, ["stream"], nodeClock.now() + 120_000, {
      clock: shift,
      timers: nodeTimers,
      agent,
      answer: answerFromContext,
      scriptOf: (id) => scripts.get(id) ?? null,
      onHandling: (record) => void handlings.push(handlingRecordSchema.parse(record)),
    }),
  );
  const operations = async (path: string): Promise<string> => {
    const response = await fetch(`${stack.ops}${path}`, { headers: { authorization: `Bearer ${stack.opsBearer}` } });
    return response.text();
  };
  const lines = async (name: string): Promise<unknown[]> =>
    (await operations(`/export/v1/${name}`))
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  return {
    stack,
    agent,
    facts: factsSchema.parse(JSON.parse(await operations("/ops/v1/facts?event=drop"))),
    handlings,
    contact: (script, sockets) => {
      scripts.set(script.clientContactId, script);
      return live(script, { pop, ...(sockets === undefined ? {} : { sockets }) });
    },
    deskContact: async (clientContactId) =>
      (await lines("contacts"))
        .map((line) => deskContactSchema.parse(line))
        .find((contact) => contact.clientContactId === clientContactId),
    messages: async (contactId) =>
      (await lines("messages"))
        .map((line) => exportedMessageSchema.parse(line))
        .filter((message) => message.contactId === contactId),
    close: async () => {
      over = true;
      await stack.close();
      await Promise.all(work);
    },
  };
}

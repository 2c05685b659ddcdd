import { randomUUID } from "node:crypto";
import type { Lane } from "../../core/contract/ids.ts";
import type {
  ClaimResponse,
  ConsentRecord,
  ExportedMessage,
  Facts,
  FastPathRequest,
  FastPathResponse,
  LogEntry,
  MessagePage,
  QueuePage,
  Ready,
} from "../../core/schema/wire.ts";
import { startStack } from "../server.ts";
import type { RunningStack } from "../stack-options.ts";
import { type ManualScheduler, manualScheduler } from "./manual-scheduler.ts";
import { bearerCaller, TestCustomer } from "./test-customer.ts";

export interface Opened {
  readonly customer: TestCustomer;
  readonly opened: FastPathResponse;
  /** False when the answer came only once time was let pass. */
  readonly atOnce: boolean;
}

const SLOWEST_ANSWER_MS = 6000;
/** Nothing that an island knows of: a person answers, whatever the matcher's confidence. */
export const FOR_A_PERSON = "Zxqv wibble frobnicate?";

/** A stack with seeded switches and time in the test's hands, and what one can see of it from outside. */
export class SwitchBench {
  readonly time: ManualScheduler;
  readonly #stack: RunningStack;

  private constructor(stack: RunningStack, time: ManualScheduler) {
    this.#stack = stack;
    this.time = time;
  }

  static async start(defects: readonly string[]): Promise<SwitchBench> {
    const time = manualScheduler();
    return new SwitchBench(await startStack({ orders: 50, defects, scheduler: time }), time);
  }

  close(): Promise<void> {
    return this.#stack.close();
  }

  /** True when `answer` comes without time passing; else `waitMs` is let pass, and it has come after that. */
  async comesAtOnce(answer: Promise<unknown>, waitMs: number): Promise<boolean> {
    const held = this.time.next(waitMs).then(() => false);
    const atOnce = await Promise.race([answer.then(() => true), held]);
    if (!atOnce) this.time.pass(waitMs);
    await answer;
    return atOnce;
  }

  async open(text: string, overrides: Partial<FastPathRequest> = {}): Promise<Opened> {
    const customer = await TestCustomer.at(this.pop("pop-a"));
    const opening = customer.open({ text, ...overrides });
    const atOnce = await this.comesAtOnce(opening, SLOWEST_ANSWER_MS);
    const { status, body } = await opening;
    if (status !== 201) throw new Error(`the fast path answered ${status}`);
    return { customer, opened: body, atOnce };
  }

  pop(name: string): string {
    return this.#stack.pops[name] ?? "";
  }

  /** What an agent may do with a contact. The answer's status is for the caller to judge. */
  async agent<T>(contactId: string, verb: string, body: unknown = {}): Promise<{ status: number; body: T }> {
    const call = bearerCaller(this.#stack.origin, this.#stack.agentBearer);
    return call<T>("POST", `/v1/agent/contacts/${contactId}/${verb}`, body);
  }

  async claim(contactId: string): Promise<ClaimResponse> {
    return (await this.agent<ClaimResponse>(contactId, "claim")).body;
  }

  async reply(contactId: string, text: string): Promise<number> {
    return (await this.agent(contactId, "messages", { clientMessageId: randomUUID(), text })).status;
  }

  /** One look at the queue, of one lane or of all; null when the connection was cut. */
  look(lane?: Lane): Promise<QueuePage | null> {
    const call = bearerCaller(this.#stack.origin, this.#stack.agentBearer);
    const query = lane === undefined ? "limit=1" : `lane=${lane}&limit=50`;
    return call<QueuePage>("GET", `/v1/agent/queue?${query}`).then(
      ({ body }) => body,
      () => null,
    );
  }

  /** The status of a look at a lane that nobody waits in, by whoever holds this bearer; 0 when the connection was cut. */
  async lookAs(bearer: string | null): Promise<number> {
    const headers = bearer === null ? {} : { authorization: `Bearer ${bearer}` };
    const response = await fetch(`${this.#stack.origin}/v1/agent/queue?lane=solo`, { headers }).catch(() => null);
    await response?.body?.cancel();
    return response?.status ?? 0;
  }

  async texts(customer: TestCustomer): Promise<readonly string[]> {
    return (await customer.page<MessagePage>()).body.messages.map(({ text }) => text);
  }

  async state(customer: TestCustomer): Promise<string> {
    return (await customer.page<MessagePage>()).body.state;
  }

  readonly exports = {
    log: () => this.#ops<LogEntry[]>("/export/v1/log"),
    consents: () => this.#ops<ConsentRecord[]>("/export/v1/consents"),
    messages: () => this.#ops<ExportedMessage[]>("/export/v1/messages"),
  };
  facts = (): Promise<Facts> => this.#ops<Facts>("/ops/v1/facts");
  ready = (): Promise<Ready> => this.#ops<Ready>("/readyz");
  info = (): Promise<{ defects: string[] }> => this.#ops<{ defects: string[] }>("/ops/v1/info");

  async #ops<T>(path: string): Promise<T> {
    return (await bearerCaller(this.#stack.ops, this.#stack.opsBearer)<T>("GET", path)).body;
  }
}

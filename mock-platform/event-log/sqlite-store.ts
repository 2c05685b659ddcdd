import { Worker } from "node:worker_threads";
import { FieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import { type DraftText, draftText } from "./draft-text.ts";
import type { EventDraft, EventStore } from "./event-store.ts";
import type { WorkerReply, WorkerRequest, WorkerStart } from "./sqlite-protocol.ts";

/** Beside this file, as source or bundled. */
const WORKER = new URL(import.meta.url.endsWith(".ts") ? "./sqlite-worker.ts" : "./sqlite-worker.js", import.meta.url);

interface Waiting {
  readonly drafts: readonly DraftText[];
  resolve(indices: readonly number[]): void;
  reject(error: unknown): void;
}

type Answer = Exclude<WorkerReply, { opened: number } | { unopened: string }>;
type Ask = (
  request:
    | { do: "append"; drafts: readonly DraftText[] }
    | { do: "read"; from: number; limit: number }
    | { do: "close" },
) => Promise<Answer>;

const startWorker = async (start: WorkerStart): Promise<{ ask: Ask; size: number; worker: Worker }> => {
  const worker = new Worker(WORKER, { workerData: start });
  const asked = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>();
  let ended: Error | null = null;
  let last = 0;
  const size = await new Promise<number>((resolve, reject) => {
    const end = (reason: string): void => {
      ended ??= new Error(reason);
      for (const { reject: refuse } of asked.values()) refuse(ended);
      asked.clear();
      reject(ended);
    };
    worker.on("error", (error) => end(messageOf(error)));
    worker.on("exit", (code) => end(`the log's thread ended with ${code}`));
    worker.on("message", (reply: WorkerReply) => {
      if ("opened" in reply) resolve(reply.opened);
      else if ("unopened" in reply) reject(new Error(reply.unopened));
      else {
        asked.get(reply.id)?.resolve(reply);
        asked.delete(reply.id);
      }
    });
  });
  const ask: Ask = (request) =>
    new Promise((resolve, reject) => {
      if (ended !== null) return reject(ended);
      last += 1;
      worker.postMessage({ ...request, id: last } satisfies WorkerRequest);
      asked.set(last, { resolve, reject });
    });
  return { ask, size, worker };
};

/** Appends in groups: what came in while a commit ran goes into the next one, so one fsync serves many. */
class GroupCommit implements EventStore {
  readonly #ask: Ask;
  readonly #path: string;
  #waiting: Waiting[] = [];
  #running: Promise<void> | null = null;
  #size: number;
  #failure: string | null = null;
  #closing: Promise<void> | null = null;

  constructor(ask: Ask, size: number, path: string) {
    this.#ask = ask;
    this.#size = size;
    this.#path = path;
  }

  append(drafts: readonly EventDraft[]): Promise<readonly number[]> {
    return new Promise((resolve, reject) => {
      if (this.#closing !== null) return reject(this.#refusal("the log is closed"));
      this.#waiting.push({ drafts: drafts.map(draftText), resolve, reject });
      this.#running ??= this.#drain();
    });
  }

  async read(from: number, limit: number): ReturnType<EventStore["read"]> {
    const answer = await this.#ask({ do: "read", from, limit }).catch((error: unknown) => ({
      refused: messageOf(error),
    }));
    if (!("rows" in answer)) {
      const reason = "refused" in answer ? answer.refused : "no answer";
      throw new FieldproofError("FP-STACK-009", { path: this.#path, reason });
    }
    return answer.rows.map(({ entry, custody }) => ({
      entry: JSON.parse(entry),
      custody: custody === null ? null : JSON.parse(custody),
    }));
  }

  size(): number {
    return this.#size;
  }

  failure(): string | null {
    return this.#failure;
  }

  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    await this.#running;
    await this.#ask({ do: "close" }).catch(() => undefined);
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      // What one of them cannot store is not the others' fault: a refused group is tried again one by one.
      if (!(await this.#commit(group)) && group.length > 1) for (const one of group) await this.#commit([one]);
    }
    this.#running = null;
  }

  /** False when the group was refused and may be tried again in parts; a single one is then told so. */
  async #commit(group: readonly Waiting[]): Promise<boolean> {
    try {
      const answer = await this.#ask({ do: "append", drafts: group.flatMap(({ drafts }) => drafts) });
      if (!("first" in answer)) throw new Error("refused" in answer ? answer.refused : "no answer");
      this.#failure = null;
      this.#settle(group, answer.first);
      return true;
    } catch (error) {
      this.#failure = messageOf(error);
      if (group.length === 1) for (const { reject } of group) reject(this.#refusal(messageOf(error)));
      return false;
    }
  }

  #settle(group: readonly Waiting[], first: number): void {
    let next = first;
    for (const { drafts, resolve } of group) {
      const from = next;
      next += drafts.length;
      this.#size = next;
      resolve(drafts.map((_, place) => from + place));
    }
  }

  #refusal(reason: string): FieldproofError {
    return new FieldproofError("FP-STACK-006", { path: this.#path, reason });
  }
}

/**
 * Opens the event log at `path` (SQLite, WAL, synchronous=FULL, in a worker thread) and checks its hash chain.
 * Throws FP-STACK-007 when it cannot be opened or does not hold.
 */
export const openSqliteStore = async (path: string, options: { maxPages?: number } = {}): Promise<EventStore> => {
  try {
    const { ask, size } = await startWorker({ path, maxPages: options.maxPages ?? 0 });
    return new GroupCommit(ask, size, path);
  } catch (error) {
    throw new FieldproofError("FP-STACK-007", { path, reason: messageOf(error) }, { cause: error });
  }
};

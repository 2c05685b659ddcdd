import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { quantile } from "../../../core/statistics/quantile.ts";
import { createReferenceAgent } from "../../../drills/targets/reference/agent.ts";
import { nodeHttp } from "../../../harness/ports/node-ports.ts";
import { startStack, type StackProcess } from "../../../harness/run/stack-process.ts";
import { seededRng } from "../../../mock-platform/runtime/seeded-rng.ts";
import type { BenchOptions } from "../bench-options.ts";
import { checkFileLimit } from "../file-limit.ts";
import { type LineProcess, startLineProcess } from "../line-process.ts";
import { memoryOf } from "../process-memory.ts";
import { letAgentsReply } from "./agents.ts";
import type { Figures } from "./figures.ts";
import { type Seen, tallyReplies } from "./reply-tally.ts";

const SERVER = fileURLToPath(new URL("../../../mock-platform/server.ts", import.meta.url));
const CUSTOMERS = new URL("./customers-process.ts", import.meta.url);
const BARE = new URL("./bare-process.ts", import.meta.url);
const EVENT = "drop";
/** Share of the connections that break each second. */
const CHURN = 0.01;
const REQUEST_TIMEOUT_MS = 30_000;
/** What is under way when agents and churn stop has this long to arrive, wall milliseconds. */
const SETTLE_MS = 20_000;

export interface OpenCustomersOptions extends Omit<BenchOptions, "contacts"> {
  readonly settleMs?: number;
  readonly signal: AbortSignal;
}

interface Report {
  readonly seen: readonly Seen[];
  readonly open: number;
  readonly reconnects: number;
  readonly delaysMs: readonly number[];
  readonly faults: Readonly<Record<string, number>>;
}

const pidOf = ({ child }: { child: { pid: number | undefined } }): number => {
  if (child.pid === undefined) throw new Error("a process of the bench could not be started");
  return child.pid;
};
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Resident bytes that a bare ws server adds for each socket that it holds. */
const bareBytesEach = async (connections: number): Promise<number> => {
  const processes: LineProcess[] = [];
  try {
    const server = startLineProcess(BARE);
    processes.push(server);
    const { url } = await server.ask<{ url: string }>({ do: "listen" });
    const before = (await memoryOf(pidOf(server))).residentBytes;
    const clients = startLineProcess(BARE);
    processes.push(clients);
    const { open } = await clients.ask<{ open: number }>({ do: "hold", url, count: connections });
    if (open < connections) throw new Error(`the yardstick held only ${open} of ${connections} sockets`);
    return ((await memoryOf(pidOf(server))).residentBytes - before) / connections;
  } finally {
    await Promise.all(processes.map((one) => one.stop()));
  }
};

const measure = async (options: OpenCustomersOptions, stack: StackProcess, customers: LineProcess) => {
  const { connections, seconds, repliesPerSec, seed, settleMs = SETTLE_MS } = options;
  const { addresses, secrets } = stack;
  const empty = await memoryOf(pidOf(stack));
  const opened = await customers.ask<{ contactIds: string[]; failed: number; openMs: number }>({
    ...{ do: "open", pops: Object.values(addresses.pops), count: connections, event: EVENT },
  });
  const full = await memoryOf(pidOf(stack));
  say(`  all open; ${Math.round(connections * CHURN)} connections a second break for ${seconds} s while agents reply`);
  const agent = createReferenceAgent({
    ...{ http: nodeHttp, origin: addresses.origin, bearer: secrets.agentBearer, requestTimeoutMs: REQUEST_TIMEOUT_MS },
  });
  const churning = customers.ask<{ broken: number; fewestOpen: number }>({
    ...{ do: "churn", perSec: Math.max(1, Math.round(connections * CHURN)), seconds, seed },
  });
  const { contactIds } = opened;
  const agents = await letAgentsReply({ agent, contactIds, repliesPerSec, seconds, rng: seededRng(seed + 1) });
  const churned = await churning;
  const lastSeqs = Object.fromEntries(agents.acknowledged.map(({ contactId, lastSeq }) => [contactId, lastSeq]));
  await customers.ask({ do: "settle", lastSeqs, withinMs: settleMs });
  const report = await customers.ask<Report>({ do: "report" });
  return { empty, opened, full, agents, churned, report, end: await memoryOf(pidOf(stack)) };
};

/** Rejects with the signal's reason as soon as it is aborted. */
const unlessAborted = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_resolve, reject) => {
      if (signal.aborted) reject(signal.reason);
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    }),
  ]);

/** Opens the customers, breaks connections while agents reply, and counts; the yardstick runs afterwards. */
export const benchOpenCustomers = async (options: OpenCustomersOptions): Promise<Figures> => {
  const { connections, signal } = options;
  checkFileLimit(connections);
  const privateDir = await mkdtemp(join(tmpdir(), "fieldproof-bench-"));
  let customers: LineProcess | null = null;
  let stack: StackProcess | null = null;
  try {
    stack = await startStack(
      { command: process.execPath, args: [SERVER, "--orders", "100"] },
      {
        ...{ timeFactor: 1, seed: options.seed, event: EVENT, items: 300, defects: options.defects, benign: [] },
        ...{ privateDir, logFile: join(privateDir, "stack.log") },
      },
    );
    customers = startLineProcess(CUSTOMERS);
    say(`open-customers: opening ${connections}`);
    const { empty, opened, full, agents, churned, report, end } = await unlessAborted(
      signal,
      measure(options, stack, customers),
    );
    await customers.stop();
    await stack.child.stop(5000);
    say("  the same number of bare WebSockets, as a yardstick");
    const bareBytes = await unlessAborted(signal, bareBytesEach(connections));
    const delayMs = (p: number): number | null =>
      report.delaysMs.length === 0 ? null : quantile(report.delaysMs, p, 7);
    const bytesEach = (full.residentBytes - empty.residentBytes) / connections;
    return {
      ...{ connections, failed: opened.failed, openMs: opened.openMs, fewestOpen: churned.fewestOpen },
      memory: {
        ...{ emptyBytes: empty.residentBytes, openBytes: full.residentBytes, bytesEach },
        ...{ endBytes: end.residentBytes, peakBytes: end.peakBytes, bareBytesEach: bareBytes },
      },
      replies: { ...tallyReplies(agents.acknowledged, report.seen), refused: agents.refused, tookMs: agents.tookMs },
      delayMs: { p50: delayMs(0.5), p95: delayMs(0.95), p99: delayMs(0.99) },
      ...{ broken: churned.broken, reconnects: report.reconnects, openAtEnd: report.open, faults: report.faults },
    };
  } finally {
    await customers?.stop();
    await stack?.child.stop(5000);
    await rm(privateDir, { recursive: true, force: true });
  }
};

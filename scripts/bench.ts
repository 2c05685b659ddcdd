import { cpus } from "node:os";
import { EXIT } from "../core/errors/exit-codes.ts";
import { FieldproofError, isFieldproofError, messageOf } from "../core/errors/fieldproof-error.ts";
import { comparisonLines, reached } from "./bench/bench-figures.ts";
import { BENCH_HELP, type BenchOptions, readBenchOptions } from "./bench/bench-options.ts";
import { benchJudge } from "./bench/judge-scale/judge-bench.ts";
import { brokenLimits, figureLines } from "./bench/open-customers/figures.ts";
import { benchOpenCustomers } from "./bench/open-customers/open-customers.ts";
import { benchPipeline } from "./bench/pipeline/pipeline-bench.ts";
import { benchStore } from "./bench/store-appends/store-bench.ts";

/** `npm run bench`: figures of what one machine carries, beside a yardstick run on the same machine. Never a test. */
const interrupt = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => interrupt.abort(name));

const run = async (): Promise<number> => {
  const options = readBenchOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(BENCH_HELP);
    return EXIT.ready;
  }
  const machine = { node: process.version, platform: `${process.platform} ${process.arch}`, cpus: cpus().length };
  if (options.name !== "open-customers") return compare(options, machine);
  const figures = await benchOpenCustomers({ ...options, signal: interrupt.signal });
  const broken = brokenLimits(figures);
  if (options.json) process.stdout.write(`${JSON.stringify({ bench: options.name, machine, figures, broken })}\n`);
  else {
    const { node, platform, cpus: count } = machine;
    const verdict = broken.length === 0 ? "every limit kept" : `NOT KEPT: ${broken.join("; ")}`;
    const lines = [`${options.name} on ${platform}, ${count} CPUs, Node ${node}`, ...figureLines(figures), verdict];
    process.stdout.write(`${lines.join("\n")}\n`);
  }
  return broken.length === 0 ? EXIT.ready : EXIT.notReady;
};

type Machine = Readonly<Record<string, string | number>>;

/** Benches with both sides in one run; an aim that is missed is told by the exit code, too. */
async function compare({ name, contacts, seconds, json }: BenchOptions, machine: Machine): Promise<number> {
  const comparison =
    name === "judge"
      ? await benchJudge(contacts, interrupt.signal)
      : name === "store"
        ? await benchStore(seconds)
        : await benchPipeline(interrupt.signal);
  const missed = comparison.ratios.filter((ratio) => !reached(ratio));
  if (json) process.stdout.write(`${JSON.stringify({ bench: name, machine, ...comparison })}\n`);
  else {
    const { node, platform, cpus: count } = machine;
    const lines = [`${name} on ${platform}, ${count} CPUs, Node ${node}`, ...comparisonLines(comparison)];
    process.stdout.write(`${lines.join("\n")}\n`);
  }
  return missed.length === 0 ? EXIT.ready : EXIT.notReady;
}

const complain = (error: unknown): number => {
  // A signal at a terminal reaches the processes of the bench as well: their end is not the news then.
  if (interrupt.signal.aborted) {
    process.stderr.write(`Stopped by ${String(interrupt.signal.reason)}; nothing was measured.\n`);
    return EXIT.aborted;
  }
  const known = isFieldproofError(error) ? error : new FieldproofError("FP-INTERNAL-001", { reason: messageOf(error) });
  process.stderr.write(`${known.message} [${known.code}]\n${known.hint}\n`);
  return known.exitCode;
};

process.exitCode = await run().catch(complain);

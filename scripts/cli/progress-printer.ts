import type { OnProgress, Progress } from "../../harness/run/progress.ts";
import { type CliContext, inert } from "./context.ts";

/** On a terminal one line that changes; elsewhere a line every ten seconds, without control codes. */
const PLAIN_EVERY_MS = 10_000;

const tickText = (tick: Extract<Progress, { kind: "tick" }>): string =>
  `${tick.phase || "starting"} · ${tick.arrived}/${tick.planned} arrived · ${tick.open} open · ${tick.replied} replied · ${tick.late} late so far, ${tick.lateAllowed} allowed · ${tick.leftSec} s left`;

const stimulusText = ({ id, reversible, step }: Extract<Progress, { kind: "stimulus" }>): string =>
  ({
    "in-force": `${id}: ${reversible ? "in force" : "done"}`,
    "effect-proved": `${id}: effect proved`,
    ending: `${id}: ${reversible ? "undoing it" : "rolling the target forward"}`,
    settled: `${id}: ${reversible ? "undone" : "rolled forward"} and proved`,
  })[step];

export interface ProgressPrinter {
  readonly on: OnProgress;
  /** Ends a line that is being rewritten. */
  end(): void;
}

export function createProgressPrinter(context: CliContext): ProgressPrinter {
  let rewriting = false;
  let lastPlain = 0;
  const end = (): void => {
    if (rewriting) process.stderr.write("\r\u001b[2K");
    rewriting = false;
  };
  const line = (text: string): void => {
    end();
    context.err(inert(text));
  };
  const say = (progress: Progress): void => {
    if (progress.kind === "fault") line(`${progress.message}  [${progress.code}]`);
    else if (context.quiet || context.json) return;
    else if (progress.kind === "note") line(progress.text);
    else if (progress.kind === "started") {
      line(
        `k6 ${progress.k6} ok · ${progress.stack} · seed ${progress.seed} · ${progress.profile} (${progress.simulatedMin} simulated minutes at ${progress.timeFactor}x)`,
      );
      line(`evidence goes to ${progress.runDir}`);
    } else if (progress.kind === "replicate") {
      line(
        `${progress.drill} ${progress.replicate}: ${progress.contacts} contacts, ${progress.slots} chat slots (modelled agents)`,
      );
    } else if (progress.kind === "tick") {
      if (context.interactive) {
        process.stderr.write(`\r\u001b[2K${inert(tickText(progress)).slice(0, context.width - 1)}`);
        rewriting = true;
      } else if (Date.now() - lastPlain >= PLAIN_EVERY_MS) {
        lastPlain = Date.now();
        context.err(inert(tickText(progress)));
      }
    } else if (progress.kind === "stimulus") line(`  ${stimulusText(progress)}`);
    else if (context.interactive) line(`  ${progress.name}`);
  };
  return { on: say, end };
}

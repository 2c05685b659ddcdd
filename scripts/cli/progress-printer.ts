import type { OnProgress, Progress } from "../../harness/run/progress.ts";
import { type CliContext, inert } from "./context.ts";
import { figureLines, stimulusText, tickText } from "./control-room/figure-texts.ts";
import { after, NO_FIGURES, type RunFigures } from "./control-room/run-figures.ts";

/** On a terminal a block that is drawn over; elsewhere a line every ten seconds, without control codes. */
const PLAIN_EVERY_MS = 10_000;

export interface ProgressPrinter {
  readonly on: OnProgress;
  /** Takes away what is being drawn over. */
  end(): void;
}

export function createProgressPrinter(context: CliContext): ProgressPrinter {
  let figures: RunFigures = NO_FIGURES;
  let drawn = 0;
  let lastPlain = 0;
  const end = (): void => {
    if (drawn > 0) process.stderr.write(`\u001b[${drawn}A\u001b[0J`);
    drawn = 0;
  };
  const line = (text: string): void => {
    end();
    context.err(inert(text));
  };
  const draw = (): void => {
    const width = Math.min(context.width, process.stderr.columns ?? context.width);
    // Cut once more: what was made visible has grown, and a line that wraps would not be drawn over whole.
    const lines = figureLines(figures, width).map((one) => inert(one).slice(0, width - 1));
    end();
    process.stderr.write(lines.map((one) => `${one}\n`).join(""));
    drawn = lines.length;
  };
  const say = (progress: Progress): void => {
    figures = after(figures, progress);
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
      if (context.interactive) draw();
      else if (Date.now() - lastPlain >= PLAIN_EVERY_MS) {
        lastPlain = Date.now();
        context.err(inert(tickText(progress)));
      }
    } else if (progress.kind === "stimulus") line(`  ${stimulusText(progress)}`);
    else if (context.interactive) line(`  ${progress.name}`);
  };
  return { on: say, end };
}

/**
 * @typedef {object} Step one thing that set-up is busy with
 * @property {(text: string) => void} update what it is doing now
 * @property {(text: string) => void} note a line that stays
 * @property {(text: string) => void} end how it ended
 */

/** @typedef {{ step: (name: string) => Step, close: () => void }} Progress */

const LINE_EVERY_MS = 10_000;
const TICK_MS = 200;
const CLEAR_LINE = "\r\u001b[2K";

/**
 * Shows steps that run side by side: on a terminal one line that is written over, elsewhere a line every 10 s.
 * @param {{ write: (text: string) => unknown, isTTY?: boolean | undefined, columns?: number | undefined }} out
 * @param {() => number} nowMs wall time
 * @returns {Progress}
 */
export function makeProgress(out, nowMs = Date.now) {
  /** @type {Map<string, { text: string, startedMs: number }>} */
  const busy = new Map();
  const live = out.isTTY === true;
  /** @param {number} startedMs */
  const seconds = (startedMs) => `${Math.round((nowMs() - startedMs) / 1_000)} s`;
  const summary = () =>
    [...busy].map(([name, { text, startedMs }]) => `${name}: ${text}, ${seconds(startedMs)}`).join("  |  ");
  const draw = () => {
    if (busy.size > 0) out.write(`${CLEAR_LINE}  ${summary().slice(0, (out.columns ?? 80) - 4)}`);
  };
  /** @param {string} line */
  const stay = (line) => {
    out.write(`${live ? CLEAR_LINE : ""}  ${line}\n`);
    if (live) draw();
  };
  const timer = setInterval(
    () => {
      if (busy.size === 0) return;
      if (live) draw();
      else for (const part of summary().split("  |  ")) stay(part);
    },
    live ? TICK_MS : LINE_EVERY_MS,
  );
  timer.unref();
  return {
    step: (name) => {
      const startedMs = nowMs();
      busy.set(name, { text: "starting", startedMs });
      return {
        update: (text) => {
          busy.set(name, { text, startedMs });
        },
        note: (text) => stay(`${name}: ${text}`),
        end: (text) => {
          busy.delete(name);
          stay(`${name}: ${text} (${seconds(startedMs)})`);
        },
      };
    },
    close: () => {
      clearInterval(timer);
      if (live) out.write(CLEAR_LINE);
    },
  };
}

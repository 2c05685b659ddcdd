import type { Verdict } from "../../core/schema/verdict.ts";
import { notReady } from "./verdict-examples.ts";

/** What a contact's text, a target's name or a damaged file may hold. Each sets a flag where it would run. */
export const HOSTILE: string = [
  "</script><script>window.hostile=1</script>",
  "<img src=x onerror=window.hostile=2>",
  '"><svg onload=window.hostile=3>',
  "'onmouseover='window.hostile=4",
  "</title></style></textarea><!--<script>",
  `$& $' $\` $1 \${window.hostile=5} {{window.hostile=6}} <%= 7 %>`,
  "javascript:window.hostile=8",
  "\u001b]0;owned\u0007\u001b[2J\u001b[31m\u009b31m\r\n\u0000\u007f",
  "\u202egnp.exe\u2066\u200b\ufeff\u2028\u2029\u061c",
  "\u05e9\u05dc\u05d5\u05dd \u0627\u0644\u0633\u0644\u0627\u0645",
  "\ud800 \uffff]]> & &lt;",
].join(" ");

const KEPT = new Set(
  [
    "s ms share count slots simulated wall met missed unmeasured lines steps x y smoke rehearsal drop modelled real",
    "policies unbounded-retries budgeted own measured cant-tell not-run recovered never unknown",
  ].flatMap((words) => words.split(" ")),
);

function spoil(value: unknown, key: string, hostile: string): unknown {
  if (typeof value === "string") {
    const fixed =
      ["schema", "verdict", "drill", "profile", "startedAt", "endedAt", "validUntil"].includes(key) || KEPT.has(value);
    return fixed ? value : `${value} ${hostile}`;
  }
  if (Array.isArray(value)) return value.map((each) => spoil(each, key, hostile));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, spoil(each, name, hostile)]));
}

/** A verdict whose every free text holds `hostile`; it still fits the schema. */
export const hostileVerdict = (hostile: string = HOSTILE, verdict: Verdict = notReady()): Verdict =>
  spoil(verdict, "", hostile) as Verdict;

/** The same of any other value that a page is made from. */
export const hostileValue = <T>(value: T, hostile: string = HOSTILE): T => spoil(value, "", hostile) as T;

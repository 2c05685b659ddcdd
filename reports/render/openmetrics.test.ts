import { expect, test } from "vitest";
import { renderOpenMetrics } from "./openmetrics.ts";
import { readOpenMetrics } from "./openmetrics-reader.ts";
import { createMetricText } from "./openmetrics-text.ts";
import { drill, objective, replicate, verdict } from "./verdict-builder.ts";
import { cannotTell, notReady, ready, withResidue } from "./verdict-examples.ts";
import { HOSTILE, hostileVerdict } from "./verdict-hostile.ts";

test.each([
  ["ready", ready()],
  ["not ready", notReady()],
  ["cannot tell", cannotTell()],
  ["without a drill", verdict({ drills: [] })],
  ["hostile", hostileVerdict()],
  ["hostile to labels", hostileVerdict('\\" \\n \n} 1\n# EOF\n\\')],
])("is valid OpenMetrics: %s", (_name, made) => {
  const samples = readOpenMetrics(renderOpenMetrics(made));
  const states = samples.filter(({ family, value }) => family === "fieldproof_verdict" && value === 1);
  expect(states.map(({ labels }) => labels.get("fieldproof_verdict"))).toEqual([made.verdict]);
  const info = samples.filter(({ name }) => name === "fieldproof_run_info");
  expect(info).toHaveLength(1);
});

test.each([
  [ready(), 0],
  [withResidue(), 1],
])("counts what may still be in place", (made, count) => {
  const found = readOpenMetrics(renderOpenMetrics(made)).filter(({ name }) => name === "fieldproof_residue");
  expect(found.map(({ value }) => value)).toEqual([count]);
});

test("keeps every label from run to run but those of the run's own line", () => {
  const labels = (id: string) =>
    readOpenMetrics(renderOpenMetrics(verdict({}, { id, startedAt: "2027-01-01T00:00:00.000Z" })))
      .filter(({ family }) => family !== "fieldproof_run")
      .map(({ name, labels: own }) => JSON.stringify([name, ...own]));
  expect(labels("a")).toEqual(labels("b"));
});

test("tells two objectives of one id apart instead of becoming invalid", () => {
  const objectives = [objective({ misses: 1 }), objective({ misses: 2 })];
  const made = verdict({ drills: [drill("nano-drop", { replicates: [replicate({ objectives })] })] });
  const misses = readOpenMetrics(renderOpenMetrics(made)).filter(({ name }) => name === "fieldproof_objective_misses");
  expect(misses.map(({ labels, value }) => [labels.get("again"), value])).toEqual([
    [undefined, 1],
    ["2", 2],
  ]);
});

test("escapes what a label and a help text must not hold", () => {
  const text = createMetricText();
  text.gauge("x", "", 'a "b" \\ c\nd', [{ labels: { l: `"\\\n${HOSTILE}` }, value: -1.5e21 }]);
  const [sample] = readOpenMetrics(text.end());
  expect(sample?.labels.get("l")).toMatch(/^"\\\u240a/);
  expect(sample?.value).toBe(-1.5e21);
});

test.each([
  "x 1\n# EOF\n",
  "# TYPE x gauge\nx 1",
  '# TYPE x gauge\nx{a="1",a="2"} 1\n# EOF\n',
  "# TYPE x gauge\nx NaNs\n# EOF\n",
])("the reader that this rests on refuses %j", (text) => {
  expect(() => readOpenMetrics(text)).toThrow();
});

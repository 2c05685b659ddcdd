import { expect, test } from "vitest";
import { runMain } from "./main-in-process.ts";
import { follow, GUIDE, OURS, guideLines } from "./your-stack.ts";

const page = await GUIDE;
const lines = guideLines(page);

test("every command of the page does what the page says", async () => {
  // A drill takes minutes: your-stack.long.live.test.ts.
  const { said } = await follow(
    lines.filter((line) => !line.startsWith(`${OURS}run `) && !line.startsWith(`${OURS}cleanup `)),
  );
  const of = (part: string) => said.filter(({ line }) => line.includes(part));
  expect(said.length).toBeGreaterThanOrEqual(10);
  for (const { line, code, output } of said)
    if (!line.includes("target check my-desk/target.yaml") || line.includes("--re"))
      expect([line, code, output]).toEqual([line, 0, expect.any(String)]);
  const [first, second, recorded, replayed] = of("target check");
  const shown = /^my-desk\/target\.yaml:.*$/m.exec(page)?.[0];
  expect([first?.code, first?.output]).toEqual([2, expect.stringContaining(shown ?? "a finding")]);
  expect([second?.code, second?.output]).toEqual([2, expect.not.stringContaining("session.read")]);
  expect(recorded?.output).toContain("nano-drop: ");
  // What a replay need not say is what it would send.
  expect(replayed?.output).toBe(recorded?.output.replace(/^one made-up contact .*\n/m, ""));
  expect(of("import-sla")[0]?.output).toContain("budgets.anyReply.p95Sec 40");
  expect(of("plan my-desk")[0]?.output).toContain("digest ");
});

test("every flag of the page is one of its command", async () => {
  for (const line of lines.filter((one) => one.startsWith(OURS))) {
    const words = line.slice(OURS.length).split(" ");
    const command = words.slice(0, words[0] === "target" ? 2 : 1);
    const { stdout } = await runMain([...command, "--help"]);
    for (const flag of words.filter((word) => word.startsWith("--")))
      expect(stdout, line).toMatch(new RegExp(`^\\s+${flag}\\b`, "m"));
  }
});

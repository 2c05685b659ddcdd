import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { parseTarget } from "../../harness/target/load-target.ts";
import { targetTemplate } from "../../harness/target/target-template.ts";
import { type Ask, terminalAsk } from "./questions.ts";
import { collectAnswers, type TargetInitFlags } from "./target-init-command.ts";

const NOW = Date.parse("2026-11-25T08:00:00Z");
const nobody = () => Promise.reject(new Error("no resolver here"));
const collect = (flags: TargetInitFlags, ask: Ask | null = null, resolve = nobody as () => Promise<string[]>) =>
  collectAnswers(flags, ask, resolve, NOW);

/** A person who says these lines and then goes. */
const saying = (...lines: string[]) => {
  const heard: string[] = [];
  const ask: Ask = async (text) => {
    heard.push(text);
    return lines.shift() ?? null;
  };
  return { ask, heard };
};

const here = { address: "http://127.0.0.1:4100" };

test("every answer that can be given leads to a file that passes its own check", async () => {
  for (const bodies of ["form", "json"])
    for (const login of ["cookie", "bearer", "none"])
      for (const address of ["http://127.0.0.1:4100", "https://192.0.2.7", "https://desk.staging.example:8443"]) {
        const answers = await collect({ address, bodies, login, leadsTo: "192.0.2.0/28", name: 'a "desk": {x} # y' });
        const file = parseTarget(targetTemplate(answers), "target.yaml");
        expect(file).toMatchObject({
          name: 'a "desk": {x} # y',
          adapter: "http",
          expiresAt: "2026-12-25T08:00:00.000Z",
        });
        expect(file.hosts).toHaveLength(address.startsWith("http:") ? 0 : 1);
        expect("session" in (file.http?.agent ?? {})).toBe(login === "cookie");
      }
});

test("a person is asked, answers by Enter are as usual, and what cannot be is asked again", async () => {
  const { ask, heard } = saying(
    "not an address",
    "http://127.0.0.1:9",
    "",
    "Our desk",
    "",
    "0",
    "50",
    "form",
    "",
    "",
    "A. Reviewer, release manager",
  );
  expect(await collect({}, ask)).toMatchObject({
    ...{ customers: "http://127.0.0.1:9", agents: "http://127.0.0.1:9", name: "Our desk", environment: "local" },
    ...{ perMinute: 50, bodies: "form", login: "bearer", everyMs: 2000 },
    approver: { name: "A. Reviewer", role: "release manager" },
  });
  expect(heard[1]).toContain("That must");
  expect(heard[2]).toContain("[http://127.0.0.1:9]");
});

test.each<[string, TargetInitFlags, string]>([
  ["no address and nobody to ask", {}, "--address is needed where there is no terminal"],
  ["a flag that cannot be", { ...here, perMinute: "many" }, '--per-minute is "many", must be a whole number'],
  ["a path in an address", { address: "http://127.0.0.1:1/v1" }, "--address is"],
  ["a host that cannot be looked up", { address: "https://desk.example" }, "give --leads-to"],
])("%s is refused", async (_name, flags, problem) => {
  await expect(collect(flags)).rejects.toThrow(problem);
});

test("a name is looked up where nobody says where it leads", async () => {
  const answers = await collect({ address: "https://desk.example" }, null, async () => ["192.0.2.4", "2001:db8::4"]);
  expect(answers.leadsTo).toEqual({ "desk.example": ["192.0.2.4", "2001:db8::4"] });
});

test("somebody who goes away, or never says what can be, ends it", async () => {
  await expect(collect({}, saying().ask)).rejects.toThrow("Nobody is there to answer; give --address");
  await expect(collect({}, saying("a", "b", "c").ask)).rejects.toThrow("No answer that can be; give --address");
});

test("a terminal that closes while it is asked at is somebody who went away", async () => {
  const input = new PassThrough();
  const { ask } = terminalAsk(input, new PassThrough());
  const asked = ask("Who? ");
  input.write("Ada\n");
  expect(await asked).toBe("Ada");
  const again = ask("Who? ");
  input.end();
  expect([await again, await ask("Who? ")]).toEqual([null, null]);
});

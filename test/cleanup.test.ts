import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parse, stringify } from "yaml";
import { contactPrefix } from "../core/contract/ids.ts";
import { openHouse } from "../examples/other-desk/house.ts";
import { GoldenCopy } from "./golden-copy.ts";
import { runMain } from "./main-in-process.ts";
import { testFolder } from "./temp-folder.ts";

/** `fieldproof cleanup` of a folder that is damaged: what it cannot tell, it does not call clean. */
const PASS = "a pass that is long enough for staff";
const REPLICATE = "nano-drop/1";
const EXAMPLE = new URL("../examples/other-desk/target.yaml", import.meta.url);

async function twoCasesLeft(part: { readonly hasAccount: boolean }) {
  const house = await openHouse({ port: 0, staffPass: PASS, limitPerMinute: null, faults: [] });
  onTestFinished(() => house.close());
  const copy = await GoldenCopy.of("ready");
  await copy.json("run.json", { target: "other desk" });
  const { id }: { id: string } = JSON.parse(await copy.text("run.json"));
  const post = async (path: string, form: Record<string, string>, headers: Record<string, string>) =>
    (await fetch(`${house.address}${path}`, { method: "POST", headers, body: new URLSearchParams(form) })).json();
  const { visitor } = (await post("/visitors", {}, {})) as { visitor: { pass: string } };
  const numbers: number[] = [];
  for (const place of ["000000", "000001"]) {
    const form = { words: "Is it in stock?", reference: `${contactPrefix(id, 1)}-${place}`, area: "drop" };
    const opened = (await post("/cases", form, { "x-visitor-pass": visitor.pass })) as { case: { number: number } };
    numbers.push(opened.case.number);
  }
  await copy.lines(`${REPLICATE}/contacts.ndjson`, (contact, at) =>
    at < 2 ? { ...contact, contactId: String(numbers[at]) } : null,
  );
  const dir = await testFolder("cleanup");
  const file = parse(await readFile(EXAMPLE, "utf8")) as Record<string, unknown>;
  file["addresses"] = { pops: { desk: house.address }, origin: house.address };
  if (!part.hasAccount) delete (file["http"] as Record<string, unknown>)["export"];
  const target = join(dir, "target.yaml");
  await writeFile(target, stringify(file));
  await writeFile(join(dir, "other-desk.pass"), PASS, { mode: 0o600 });
  const cleanup = (flags: readonly string[] = []) =>
    runMain(["cleanup", copy.runDir, "--target", target, ...flags], { env: { FIELDPROOF_STATE: join(dir, "state") } });
  const casesLeft = async (): Promise<number> =>
    ((await (await fetch(`${house.address}/house/traffic`)).json()) as { cases: number }).cases;
  expect(await casesLeft()).toBe(2);
  return { copy, cleanup, casesLeft };
}

test.each<[string, readonly string[]]>([
  ["its record", ["replicate.json"]],
  ["its record and its contacts", ["replicate.json", "contacts.ndjson"]],
  ["its contacts", ["contacts.ndjson"]],
  ["everything", [""]],
])("of a replicate that lost %s, contacts are removed, and the desk's own account proves it", async (_name, lost) => {
  const { copy, cleanup, casesLeft } = await twoCasesLeft({ hasAccount: true });
  for (const file of lost) await copy.remove(`${REPLICATE}/${file}`);
  const { code, stdout, stderr } = await cleanup();
  expect([code, await casesLeft()], stderr).toEqual([0, 0]);
  expect(stdout).toContain(`${REPLICATE}: 2 removed, 0 before, 0 left; its own account names none`);
});

test.each<[string, boolean, number]>([
  ["a success", true, 0],
  ["a damage that nobody makes good", false, 3],
])("with --json %s is one value", async (_name, hasAccount, exitCode) => {
  const { copy, cleanup } = await twoCasesLeft({ hasAccount });
  await copy.write(`${REPLICATE}/replicate.json`, "{");
  const { code, stdout } = await cleanup(["--json"]);
  const told: unknown = JSON.parse(stdout);
  expect([code, told]).toEqual([
    exitCode,
    expect.objectContaining({
      exitCode,
      replicates: [expect.objectContaining({ folder: REPLICATE, removed: 2, left: 0 })],
      ...(exitCode === 0 ? {} : { error: expect.objectContaining({ code: "FP-EVID-005" }) }),
    }),
  ]);
});

test("where no account proves it, a damaged replicate is no success, though what it names is removed", async () => {
  const { copy, cleanup, casesLeft } = await twoCasesLeft({ hasAccount: false });
  await copy.write(`${REPLICATE}/replicate.json`, "{");
  const { code, stderr } = await cleanup();
  expect([code, await casesLeft()]).toEqual([3, 0]);
  expect(stderr).toContain("FP-EVID-005");
});

import { execFileSync } from "node:child_process";
import { link, mkdir, readdir, readFile, rename, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { GoldenCopy } from "../golden-copy.ts";
import { runMain, UNFIT_OUTPUT } from "../main-in-process.ts";

const CONTACTS = "nano-drop/1/contacts.ndjson";
const replace = async (copy: GoldenCopy, file: string, make: (path: string) => unknown): Promise<void> => {
  await copy.remove(file);
  await make(copy.path(file));
};
/** Out of the folder, with a link in its place: what it points to is right, and yet no part of the run. */
const moveOut = async (copy: GoldenCopy, file: string): Promise<void> => {
  const elsewhere = `${copy.runDir}-elsewhere`;
  await rename(copy.path(file), elsewhere);
  await symlink(elsewhere, copy.path(file));
};
const pipe = (path: string): unknown => execFileSync("mkfifo", [path]);

const CANT_TELL = 3;
const USAGE = 2;

test.each<[string, (copy: GoldenCopy) => unknown, number, string, string?]>([
  ["no manifest", (copy) => copy.remove("manifest.json"), CANT_TELL, "FP-EVID-002"],
  ["no run.json", (copy) => copy.remove("run.json"), CANT_TELL, "FP-EVID-002"],
  ["no plan.json", (copy) => copy.remove("plan.json"), CANT_TELL, "FP-EVID-002"],
  ["no replicate.json", (copy) => copy.remove("nano-drop/1/replicate.json"), CANT_TELL, "FP-EVID-002"],
  ["no contacts", (copy) => copy.remove(CONTACTS), CANT_TELL, "FP-EVID-002"],
  ["no export of the log", (copy) => copy.remove("nano-drop/1/export/log.ndjson"), CANT_TELL, "FP-EVID-002"],
  ["no health of the generator", (copy) => copy.remove("nano-drop/1/health.ndjson"), CANT_TELL, "FP-EVID-002"],
  ["empty contacts", (copy) => truncate(copy.path(CONTACTS), 0), CANT_TELL, "FP-EVID-003"],
  [
    "one edited byte",
    async (copy) => copy.write(CONTACTS, (await copy.text(CONTACTS)).replace('"phase":"step"', '"phase":"stop"')),
    CANT_TELL,
    "FP-EVID-003",
  ],
  ["contacts cut in the middle", (copy) => truncate(copy.path(CONTACTS), 9000), CANT_TELL, "FP-EVID-003"],
  ["an empty run.json", (copy) => truncate(copy.path("run.json"), 0), CANT_TELL, "FP-EVID-005", "FP-EVID-003"],
  [
    "run.json cut in the middle",
    (copy) => truncate(copy.path("run.json"), 100),
    CANT_TELL,
    "FP-EVID-005",
    "FP-EVID-003",
  ],
  ["a manifest cut in the middle", (copy) => truncate(copy.path("manifest.json"), 100), CANT_TELL, "FP-EVID-005"],
  ["contacts of two gigabytes", (copy) => truncate(copy.path(CONTACTS), 2 ** 31), CANT_TELL, "FP-EVID-003"],
  [
    "a run.json of two gigabytes",
    (copy) => truncate(copy.path("run.json"), 2 ** 31),
    USAGE,
    "FP-FILE-003",
    "FP-EVID-003",
  ],
  ["contacts by a link", (copy) => moveOut(copy, CONTACTS), CANT_TELL, "FP-EVID-008"],
  ["a run.json by a link", (copy) => moveOut(copy, "run.json"), CANT_TELL, "FP-EVID-008"],
  ["an export folder by a link", (copy) => moveOut(copy, "nano-drop/1/export"), CANT_TELL, "FP-EVID-008"],
  ["contacts that are a pipe", (copy) => replace(copy, CONTACTS, pipe), CANT_TELL, "FP-EVID-008"],
  ["a run.json that is a pipe", (copy) => replace(copy, "run.json", pipe), CANT_TELL, "FP-EVID-008"],
  ["a journal that is a pipe", (copy) => replace(copy, "nano-drop/1/journal.ndjson", pipe), CANT_TELL, "FP-EVID-008"],
  [
    "contacts without end",
    (copy) => replace(copy, CONTACTS, (path) => symlink("/dev/zero", path)),
    CANT_TELL,
    "FP-EVID-008",
  ],
  ["contacts that are a folder", (copy) => replace(copy, CONTACTS, (path) => mkdir(path)), CANT_TELL, "FP-EVID-002"],
  ["a stranger's file", (copy) => copy.write("nano-drop/1/notes.txt", "x"), CANT_TELL, "FP-EVID-007"],
  [
    "a run of a newer version",
    (copy) => copy.json("run.json", { schema: "fieldproof.run/2" }),
    USAGE,
    "FP-EVID-004",
    "FP-EVID-003",
  ],
  [
    "a newer plan",
    (copy) => copy.json("plan.json", { schema: "fieldproof.plan/2" }),
    USAGE,
    "FP-EVID-004",
    "FP-EVID-003",
  ],
  [
    "a newer replicate",
    (copy) => copy.json("nano-drop/1/replicate.json", { schema: "fieldproof.replicate/2" }),
    USAGE,
    "FP-EVID-004",
    "FP-EVID-003",
  ],
  [
    "more replicates than a run may have",
    (copy) => copy.json("run.json", { replicates: 1e15 }),
    CANT_TELL,
    "FP-EVID-005",
    "FP-EVID-003",
  ],
  [
    "more contacts than anybody drew",
    (copy) => copy.json("nano-drop/1/replicate.json", { plannedContacts: 1e15 }),
    CANT_TELL,
    "FP-EVID-005",
    "FP-EVID-003",
  ],
  [
    "a newer manifest",
    (copy) => copy.json("manifest.json", { schema: "fieldproof.manifest/2" }),
    CANT_TELL,
    "FP-EVID-004",
  ],
  [
    "a manifest that leads out",
    (copy) => copy.json("manifest.json", { files: [{ path: "../../etc/passwd", bytes: 1, sha256: "0".repeat(64) }] }),
    CANT_TELL,
    "FP-EVID-009",
  ],
])(
  "a run folder with %s is never a success, and says what is wrong",
  async (_name, damage, exit, code, seal = code) => {
    const copy = await GoldenCopy.of("ready");
    await damage(copy);
    const judged = await runMain(["judge", copy.runDir]);
    expect(judged.code).toBe(exit);
    const told = `${judged.stdout}${judged.stderr}`.replaceAll(/\s+/g, " ");
    expect(told).toContain(code);
    expect(`${judged.stdout}${judged.stderr}`).not.toMatch(UNFIT_OUTPUT);
    const verified = await runMain(["verify", copy.runDir]);
    expect([verified.code, verified.stdout.includes("NOT INTACT")]).toEqual([3, true]);
    expect(verified.stdout).toContain(seal);
  },
);

test.each<[string, (folder: string) => Promise<string>]>([
  ["is no run", async (folder) => folder],
  ["is a file", async (folder) => join(folder, "a-file")],
  ["is not there", async (folder) => join(folder, "\u001b[2Jnone")],
])("a folder that %s is told so", async (_name, at) => {
  const copy = await GoldenCopy.of("ready");
  const folder = join(copy.runDir, "..", "foreign");
  await mkdir(folder);
  await writeFile(join(folder, "a-file"), "x");
  for (const command of ["judge", "verify"]) {
    const { code, stdout, stderr } = await runMain([command, await at(folder)]);
    expect(`${stdout}${stderr}`).toMatch(/\[FP-EVID-00[12]\]/);
    expect([code === 0, UNFIT_OUTPUT.test(`${stdout}${stderr}`)]).toEqual([false, false]);
  }
});

test("a link to a run folder is that run", async () => {
  const copy = await GoldenCopy.of("ready");
  const latest = join(copy.runDir, "..", "latest");
  await symlink(copy.runDir, latest);
  expect((await runMain(["judge", latest])).code).toBe(0);
  expect((await runMain(["verify", latest])).code).toBe(0);
});

test("judging a folder from elsewhere writes through none of its links", async () => {
  const copy = await GoldenCopy.of("ready");
  const precious = join(copy.runDir, "..", "precious");
  await writeFile(precious, "mine");
  for (const name of ["verdict.json", "report.html", "junit.xml"]) await symlink(precious, copy.path(name));
  await link(precious, copy.path("summary.md"));
  await runMain(["judge", copy.runDir]);
  expect(await readFile(precious, "utf8")).toBe("mine");
  expect(JSON.parse(await copy.text("verdict.json"))).toMatchObject({ schema: expect.any(String) });
});

test("nothing that was recorded is lost by judging, verifying or failing to", async () => {
  const copy = await GoldenCopy.of("ready");
  await truncate(copy.path(CONTACTS), 9000);
  const before = await copy.text(CONTACTS);
  const names = async (): Promise<string[]> => (await readdir(copy.runDir, { recursive: true })).sort();
  const held = await names();
  await runMain(["judge", copy.runDir]);
  expect(await copy.text(CONTACTS)).toBe(before);
  expect(await names()).toEqual([...held, "junit.xml", "report.html", "summary.md", "verdict.json"].sort());
});

test.each<[string, (path: string) => unknown, string]>([
  ["is not there", () => undefined, "FP-REPORT-001"],
  ["is a folder", (path) => mkdir(path), "FP-REPORT-001"],
  ["is a pipe", pipe, "FP-REPORT-001"],
  ["is no JSON", (path) => writeFile(path, "{"), "FP-REPORT-001"],
  ["is another file", (path) => writeFile(path, '{"verdict":"READY","\\u001b[2J":1}'), "FP-REPORT-001"],
  [
    "has two gigabytes",
    async (path) => {
      await writeFile(path, "{}");
      await truncate(path, 2 ** 31);
    },
    "FP-FILE-003",
  ],
])("a report of a verdict that %s is refused", async (_name, make, code) => {
  const copy = await GoldenCopy.of("ready");
  const path = copy.path("some.json");
  await make(path);
  const { code: exit, stderr } = await runMain(["report", path, "--out", copy.path("out.html")]);
  expect([exit, stderr.includes(`[${code}]`), UNFIT_OUTPUT.test(stderr)]).toEqual([2, true, false]);
});

import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { EvidenceKind } from "../../core/contract/drill.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { aReplicate } from "../../core/judging/evidence-builder.ts";
import { testFolder } from "../../test/temp-folder.ts";
import { fetchExports } from "./fetch-exports.ts";

const NANO_DROP: EvidenceKind[] = ["desk-contact", "consent", "log"];

/** What is left of an audit in which the export of this name answered so. */
async function audited(
  refused: string,
  status: string | number,
  hurry = new AbortController().signal,
  evidence: EvidenceKind[] = NANO_DROP,
) {
  const dir = await testFolder("export");
  await mkdir(join(dir, "export"));
  const faults: string[] = [];
  const entries: [string, unknown][] = [];
  const asked: string[] = [];
  await fetchExports(
    { dir, onProgress: () => {}, hurry, entry: { definition: { evidence } } },
    {
      download: async (name) => {
        asked.push(name);
        if (name === refused) throw new FieldproofError("FP-STACK-005", { what: `/export/v1/${name}`, status });
      },
      counters: async () => null,
    },
    { record: () => aReplicate(), fault: (error) => void faults.push(error.message) },
    {
      append: async (kind, data) => {
        const place = { seq: entries.push([kind, data]), at: 0, prev: "", hash: "" };
        return { ...place, kind, data };
      },
    },
  );
  const files = await readdir(join(dir, "export"));
  const texts = await Promise.all(files.map((name) => readFile(join(dir, "export", name), "utf8")));
  if (evidence !== NANO_DROP) return { asked };
  return { faults, files, texts, told: entries.filter(([kind]) => kind.startsWith("export.")) };
}

test.each([404, 410, 501])("a log export that answers %i is an empty log, and the journal says why", async (status) => {
  expect(await audited("log", status)).toEqual({
    ...{ faults: [], files: ["log.ndjson"], texts: [""] },
    told: [["export.absent", { name: "log", status }]],
  });
});

test.each([
  ["log", 500],
  ["log", 503],
  ["log", 429],
  ["log", "no answer"],
  ["log", "a cut answer"],
  ["contacts", 404],
  ["consents", 404],
])("an export of %s that answers %s is missing: nothing can be told by it", async (name, status) => {
  const { faults, files, told } = await audited(name, status);
  expect([faults, files, told]).toEqual([[`The stack answered /export/v1/${name} with ${status}.`], [], []]);
});

test("an export that nobody waits for is no fault of the target's", async () => {
  const { faults, files, told } = await audited("log", "no answer", AbortSignal.abort());
  expect([faults, files, told]).toEqual([[], [], [["export.skipped", { name: "log" }]]]);
});

test("what the judge looks at is asked for, and nothing else", async () => {
  const { signal } = new AbortController();
  expect(await audited("none", 0, signal, ["contact", "log", "consent"])).toEqual({ asked: ["consents", "log"] });
  expect(await audited("none", 0, signal, ["promise", "partner-visit"])).toEqual({
    asked: ["promises", "partner-visits"],
  });
});

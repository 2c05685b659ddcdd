import { describe, expect, test } from "vitest";
import type { ConsentRecord, DeskContact, LogEntry } from "../core/schema/wire.ts";
import { judgeRun } from "../reports/judge/judge-run.ts";
import { renderReport } from "../reports/render/report.ts";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { type Exported, readExport, withExports } from "./stub-stack/altered-evidence.ts";
import { CONTRADICTIONS, type Honest, UNREADABLE } from "./stub-stack/export-lies.ts";
import { chained, linesOf } from "./stub-stack/exports.ts";
import { drillStub, exampleOf, missedIn, type StubRun } from "./stub-stack/stub-run.ts";

const k6 = k6ForTests();
const LIMIT_MS = 180_000;
/** Runs beside one another; two leave a machine of two cores idle for most of the time. */
const AT_ONCE = 2;

/** Every live run of this file, begun at once and made two at a time; a test waits for its own. */
const queue: (() => Promise<void>)[] = [];
const drilled = (lies: readonly string[]): (() => Promise<StubRun>) => {
  const outcome = new Promise<StubRun>((resolve, reject) => {
    queue.push(() => drillStub(k6 ?? "", lies).then(resolve, reject));
  });
  // Told by the test that waits for it.
  outcome.catch(() => {});
  return () => outcome;
};

const NOBODY_SENT = "was shown as an agent's reply, and no agent sent it to this customer";
const LACKED = "lacked the catalogue's fact";
const honest = drilled([]);
const wrongFacts = drilled(["wrong-facts"]);
const noLog = drilled(["no-log"]);
const logGone = drilled(["log-gone"]);
const logBusy = drilled(["log-busy"]);
const alone = drilled(["edge-answers-all", "no-log"]);
const itself = drilled(["answers-itself"]);
const noAgent = drilled(["never-offered"]);
const pages = drilled(["html-body"]);
const anHourAhead = drilled(["clock-ahead"]);
const forgedLater = drilled(["forged-later"]);
const unguarded = drilled(["unguarded"]);
const anyTicket = drilled(["any-ticket"]);
const otherFactor = drilled(["time-factor"]);
const anyAnswer = drilled(["any-answer"]);
if (k6 !== undefined) {
  const work = async (): Promise<void> => {
    for (let start = queue.shift(); start !== undefined; start = queue.shift()) await start();
  };
  for (let worker = 0; worker < AT_ONCE; worker++) void work();
}

const drill = describe.skipIf(k6 === undefined);
const isContact = /^\d{4}T\d{4}-7[a-z]?-1-\d{6}$/;
const isTriedOn = /^\d{4}T\d{4}-7[a-z]?-1-access-pop-[ab]-\d-a$/;
/** NOT READY, unless the machine was too busy to make a load twice in a row; never READY. */
const expectNotReady = ({ verdict, fit }: StubRun): void => {
  expect(verdict.verdict).toBe(fit ? "NOT READY" : "CAN'T TELL");
};

drill("a whole stack that lies", () => {
  test("the benign control: an honest stub is READY, and nothing is missed", { timeout: LIMIT_MS }, async () => {
    const { verdict, replicate, fit } = await honest();
    expect(fit ? missedIn(replicate) : []).toEqual([]);
    expect(verdict.verdict).toBe(fit ? "READY" : "CAN'T TELL");
    expect(verdict.exitCode).toBe(fit ? 0 : 3);
  });

  test.each([
    ["asks nobody who they are", unguarded, "access-proved", "messages were read without any token at pop-"],
    ["opens the feed twice by one ticket", anyTicket, "access-proved", "by a ticket that was used before at pop-"],
    ["answers every question at once with what is true of something else", wrongFacts, "island-facts", LACKED],
    ["answers right and never logs", noLog, "consent-recorded", "its consent is not on record"],
    ["answers right all by itself and never logs", alone, "consent-recorded", "its consent is not on record"],
    ["answers right under agents' names", itself, "replies-genuine", NOBODY_SENT],
    ["says that a person answers and tells nobody", noAgent, "reopens-answered", "no person ever answered"],
    ["answers with pages", pages, "any-reply-p95", "a reply never came"],
    ["stamps everything an hour ahead", anHourAhead, "target-clock", "at least 3600.0 s ahead"],
    ["serves a bad island once the drop goes on", forgedLater, "islands-ready", "a signature that is not good"],
  ])("one that %s is NOT READY, and says why", { timeout: LIMIT_MS }, async (_name, outcome, first, what) => {
    const run = await outcome();
    expect(missedIn(run.replicate)[0]).toBe(first);
    const example = exampleOf(run.replicate, first);
    expect(example?.what).toContain(what);
    const places: Readonly<Record<string, RegExp>> = { "islands-ready": /^pop-[ab]$/, "access-proved": isTriedOn };
    expect(example?.contact).toMatch(places[first] ?? isContact);
    expectNotReady(run);
    if (run.fit) expect(run.verdict.sentence).toBe(run.replicate.objectives.find(({ id }) => id === first)?.sentence);
  });

  test("one that says that it has no log logs nothing: NOT READY, in so many words", {
    timeout: LIMIT_MS,
  }, async () => {
    const run = await logGone();
    expect(missedIn(run.replicate)).toEqual(expect.arrayContaining(["consent-recorded", "log-complete"]));
    for (const id of ["consent-recorded", "log-complete"])
      expect(run.replicate.objectives.find((one) => one.id === id)?.sentence).toContain(
        "The target has no event log: its export answered 410.",
      );
    expectNotReady(run);
  });

  test("one whose log cannot be fetched just then leaves it open: CAN'T TELL", { timeout: LIMIT_MS }, async () => {
    const { verdict, replicate, fit } = await logBusy();
    expect(verdict.verdict).toBe("CAN'T TELL");
    if (fit) expect(verdict.sentence).toMatch(/answered \/export\/v1\/log with 503/);
    expect(replicate.objectives.find((one) => one.id === "log-complete")?.status).toBe("unmeasured");
  });

  test("what else such stacks miss: triage and first contacts, the log, the people", {
    timeout: LIMIT_MS,
  }, async () => {
    expect(missedIn((await wrongFacts()).replicate)).toEqual(
      expect.arrayContaining(["triage-right", "first-contact-resolution"]),
    );
    expect(missedIn((await noLog()).replicate)).toEqual(expect.arrayContaining(["log-complete"]));
    expect(missedIn((await alone()).replicate)).toEqual(expect.arrayContaining(["log-complete", "triage-right"]));
    expect(missedIn((await noAgent()).replicate)).toEqual(expect.arrayContaining(["human-reply-p95", "unanswered"]));
  });

  test("a clock an hour ahead shortens no reply time", { timeout: LIMIT_MS }, async () => {
    const measured = ({ replicate }: StubRun): number[] =>
      ["human-reply-p50", "human-reply-p95", "any-reply-p95"].map(
        (id) => replicate.objectives.find((one) => one.id === id)?.measured?.value ?? Number.NaN,
      );
    const [right, ahead] = [measured(await honest()), measured(await anHourAhead())];
    // The agents' own times are the same in both, by the seed; the system's part is milliseconds.
    // On a busy machine it is more, in both.
    const least = (await honest()).fit && (await anHourAhead()).fit ? 0.9 : 0.5;
    for (const [index, sec] of ahead.entries()) expect(sec).toBeGreaterThan((right[index] ?? 0) * least);
  });

  test.each([
    ["another time factor", otherFactor, /its time factor/],
    ["facts that nearly any text holds", anyAnswer, /a fact about stock that nearly any text holds/],
  ])("one that names %s is not drilled: CAN'T TELL", { timeout: LIMIT_MS }, async (_name, outcome, why) => {
    const { verdict, replicate } = await outcome();
    expect(verdict.verdict).toBe("CAN'T TELL");
    expect(verdict.sentence).toMatch(why);
    expect(replicate.objectives.filter(({ status }) => status === "met")).toEqual([]);
  });
});

drill("an honest run whose target exports lies", () => {
  const exporting = async (bend: (honest: Honest) => Exported) => {
    const { runDir, fit } = await honest();
    const told = {
      contacts: await readExport<DeskContact>(runDir, "contacts"),
      consents: await readExport<ConsentRecord>(runDir, "consents"),
      log: await readExport<LogEntry>(runDir, "log"),
    };
    const verdict = await judgeRun(await withExports(runDir, bend(told)));
    const replicate = verdict.drills.find((one) => one.drill === "nano-drop")?.replicates[0];
    return { fit, verdict, objectives: replicate?.objectives ?? [] };
  };

  test("told as it was, it is judged as it was", { timeout: LIMIT_MS }, async () => {
    const again = await exporting(({ contacts, log }) => ({ contacts: linesOf(contacts), log: linesOf(chained(log)) }));
    const { verdict, replicate } = await honest();
    expect([again.verdict.verdict, missedIn(again)]).toEqual([verdict.verdict, missedIn(replicate)]);
  });

  test.each(CONTRADICTIONS)("%s: never READY, and says why", { timeout: LIMIT_MS }, async (name, bend, first, what) => {
    const lying = await exporting(bend);
    expect(missedIn(lying)[0]).toBe(first);
    expect(exampleOf(lying, first)?.what).toContain(what);
    // Contacts of another run break the reconciliation, too: what is judged may not be this run at all.
    const foreign = name.startsWith("yesterday");
    expect(lying.verdict.verdict).toBe(lying.fit && !foreign ? "NOT READY" : "CAN'T TELL");
  });

  test.each(UNREADABLE)(
    "%s: CAN'T TELL, and nothing of it acts on a page",
    { timeout: LIMIT_MS },
    async (_name, bend, why) => {
      const { verdict, fit } = await exporting(bend);
      expect(verdict.verdict).toBe("CAN'T TELL");
      if (fit) expect(verdict.sentence).toMatch(why);
      const page = await renderReport(verdict);
      expect(page).not.toContain("<img");
      expect(page).not.toContain("\u001b");
    },
  );
});

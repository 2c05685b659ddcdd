import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type BrowserRecord, browserRecordSchema } from "../../core/schema/evidence.ts";
import { type Journal, openJournal } from "../evidence/journal.ts";
import { type BrowserChoice, prepareBrowserProbe } from "./browser-probe.ts";

let dir: string;
let journal: Journal;
let server: Server;
let status = 200;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "probe-"));
  await mkdir(join(dir, "evidence"));
  journal = await openJournal(join(dir, "evidence", "journal.ndjson"), { now: () => 1 });
  status = 200;
  server = createServer((_request, response) => void response.writeHead(status).end("a page"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  await journal.close();
  await new Promise((resolve) => server.close(resolve));
  await rm(dir, { recursive: true, force: true });
});

const MARK = "1124T1402-7-1-probe-";

/** A program that is started as k6 would be: a shell script, `$out` the console file. */
const asK6 = async (script: string): Promise<string> => {
  const path = join(dir, "k6");
  const find = 'for arg in "$@"; do case "$arg" in --console-output=*) out=$(echo "$arg" | cut -d= -f2-);; esac; done';
  await writeFile(path, `#!/bin/sh\n${find}\n${script}\n`);
  await chmod(path, 0o755);
  return path;
};

const walked = async (
  k6Path: string,
  options: { browser?: BrowserChoice; begin?: boolean } = {},
): Promise<BrowserRecord> => {
  const { browser = { path: "/no/browser" }, begin = true } = options;
  const { port } = server.address() as AddressInfo;
  const probe = await prepareBrowserProbe({
    ...{ k6Path, browser, privateDir: dir, dir: join(dir, "evidence"), journal },
    watchdog: { hold: () => () => undefined },
    walk: {
      ...{ address: `http://127.0.0.1:${port}/?mark=${MARK}`, mark: MARK, pop: "pop-a" },
      ...{ question: "When will it ship?", fact: "December", replyLimitMs: 1000 },
    },
  });
  if (begin) probe.begin();
  if (begin) probe.begin();
  await probe.end();
  const lines = (await readFile(join(dir, "evidence", "browser.ndjson"), "utf8")).trimEnd().split("\n");
  expect(lines).toHaveLength(1);
  return browserRecordSchema.parse(JSON.parse(lines[0] ?? ""));
};

const LINE = JSON.stringify({
  ...{ kind: "browser", mark: MARK, pop: "pop-a", unfinished: null },
  walk: {
    ...{ openedMs: 1, pressedAt: 1, acknowledgedMs: 1, firstReplyMs: 2, humanReplyMs: null },
    ...{ replyBy: "assistant", right: true },
  },
});

test("keeps the walk's own line, once, whatever k6 says beside it", async () => {
  const k6 = await asK6(
    `echo 'words of its own' >> "$out"; echo '${LINE}' >> "$out"; echo x >> ${join(dir, "starts")}`,
  );
  expect(await walked(k6)).toEqual(JSON.parse(LINE));
  expect(await readFile(join(dir, "starts"), "utf8")).toBe("x\n");
});

test.each([
  ["exits without a line", "exit 107", /k6 left no line of the walk: the scenario threw/],
  ["writes a line that is cut", `printf '{"kind":"browser"' > "$out"`, /k6 left no line of the walk/],
])("says why there is no walk when k6 %s", async (_name, script, why) => {
  const record = await walked(await asK6(script));
  expect(record).toMatchObject({ mark: MARK, walk: null });
  expect(record.unfinished).toMatch(why);
});

test("ends a walk that hangs, with everything that it has started", async () => {
  const k6 = await asK6(`sleep 60 & echo $! > ${join(dir, "child")}; trap '' TERM; wait; sleep 60`);
  expect((await walked(k6)).unfinished).toBe("the walk did not come to its end in time and was ended");
  const child = Number(await readFile(join(dir, "child"), "utf8"));
  await expect.poll(() => isRunning(child)).toBe(false);
}, 20_000);

test("starts nothing without a browser, without a page, or when its moment never came", async () => {
  const never = join(dir, "not-there");
  expect((await walked(never, { browser: { reason: "there is no Chromium" } })).unfinished).toBe(
    "there is no Chromium",
  );
  expect((await walked(never, { begin: false })).unfinished).toBe("the run ended before its moment came");
  status = 503;
  expect((await walked(never)).unfinished).toBe("the stream page answers 503");
});

test("a k6 that cannot be started is told, not thrown", async () => {
  expect((await walked(join(dir, "not-there"))).unfinished).toContain("it could not be started");
});

/** A process that is a zombie has ended; nobody has asked for its exit yet. */
const isRunning = async (pid: number): Promise<boolean> => {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat !== "" && !/\) Z /.test(stat);
};

import { expect, test } from "vitest";
import { ensureChromium } from "./ensure-chromium.mjs";
import { chromiumCommand, findChromium } from "./find-chromium.mjs";
import { listener } from "./test-kit.mjs";

const DEBIAN = 'NAME="Debian GNU/Linux"\nID=debian\n';
const UBUNTU = "ID=ubuntu\nID_LIKE=debian\n";

/**
 * @param {Partial<import("./find-chromium.mjs").ChromiumProbe> & { there?: Record<string, string> }} machine
 * @returns {import("./find-chromium.mjs").ChromiumProbe}
 */
const probe = ({ there = {}, ...rest }) => ({
  platform: "linux",
  isRoot: false,
  osRelease: "",
  isThere: (file) => Object.values(there).includes(file),
  onPath: (name) => there[name],
  starts: async () => true,
  ...rest,
});

test.each([
  [
    "FIELDPROOF_CHROMIUM first",
    { FIELDPROOF_CHROMIUM: "a", CHROMIUM_BIN: "b" },
    { x: "a", y: "b", chromium: "c" },
    "a",
  ],
  ["then CHROMIUM_BIN", { CHROMIUM_BIN: "b" }, { y: "b", chromium: "c" }, "b"],
  ["then PATH in order", {}, { "google-chrome": "d", chromium: "c" }, "c"],
  ["Chrome too", {}, { "google-chrome-stable": "e" }, "e"],
])("takes %s", async (_name, env, there, path) => {
  expect(await findChromium(env, probe({ there }))).toEqual({ path });
});

test("does not pass over a FIELDPROOF_CHROMIUM that is not there", async () => {
  const found = await findChromium({ FIELDPROOF_CHROMIUM: "x" }, probe({ there: { chromium: "c" } }));
  expect(found).toEqual({ path: undefined, reason: "FIELDPROOF_CHROMIUM is x, which is not there or may not be run" });
});

test("passes over one that does not start", async () => {
  const starts = async (/** @type {string} */ file) => file !== "stub";
  expect(await findChromium({}, probe({ there: { chromium: "stub", "google-chrome": "real" }, starts }))).toEqual({
    path: "real",
  });
});

test("looks in the usual places of macOS and Windows", async () => {
  const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  expect(await findChromium({}, probe({ platform: "darwin", there: { x: mac } }))).toEqual({ path: mac });
  const windows = "C:\\Programs\\Google\\Chrome\\Application\\chrome.exe";
  const found = await findChromium(
    { PROGRAMFILES: "C:\\Programs" },
    probe({ platform: "win32", there: { x: windows } }),
  );
  expect(found).toEqual({ path: windows });
});

test.each([
  [{ osRelease: DEBIAN, isRoot: true }, "apt-get install -y chromium"],
  [{ osRelease: DEBIAN }, "sudo apt-get install -y chromium"],
  [{ osRelease: UBUNTU }, "sudo snap install chromium"],
  [{ osRelease: "ID=fedora\n" }, "sudo dnf install chromium"],
  [{ osRelease: "ID=alpine\n", isRoot: true }, "apk add chromium"],
  [{ platform: "darwin" }, "brew install --cask chromium"],
  [{ platform: "win32" }, "winget install Google.Chrome"],
  [{ osRelease: "ID=plan9\n" }, "install Chromium with the system's package manager"],
])("given %j the command is %s", (machine, command) => {
  expect(chromiumCommand(probe(machine))).toContain(command);
});

/**
 * @param {Parameters<typeof probe>[0]} machine
 * @param {{ works?: boolean, code?: number, env?: Record<string, string> }} [aptGet]
 */
async function ensureOn(machine, { works = true, code = 0, env = {} } = {}) {
  /** @type {Record<string, string>} */
  const there = { "apt-get": "apt-get", ...machine.there };
  /** @type {string[][]} */
  const ran = [];
  /** @type {import("./ensure-chromium.mjs").EnsureChromiumOptions["run"]} */
  const run = async (_command, args) => {
    ran.push([...args]);
    if (args[0] === "install" && works) there["chromium"] = "installed";
    return { code, output: "E: Unable to locate package chromium\n", problem: undefined };
  };
  const { step } = listener();
  return { got: await ensureChromium({ env, log: "log", probe: probe({ ...machine, there }), step, run }), ran };
}

test("installs by apt-get as root on Debian", async () => {
  const { got, ran } = await ensureOn({ isRoot: true, osRelease: DEBIAN });
  expect(got).toEqual({ path: "installed" });
  expect(ran).toEqual([["update"], ["install", "-y", "--no-install-recommends", "chromium"]]);
});

test.each([
  ["one is there already", { isRoot: true, osRelease: DEBIAN, there: { chromium: "c" } }, {}],
  ["not root", { osRelease: DEBIAN }, {}],
  ["another system", { isRoot: true, osRelease: "ID=fedora\n" }, {}],
  ["a wish is spoken out", { isRoot: true, osRelease: DEBIAN }, { FIELDPROOF_CHROMIUM: "x" }],
])("installs nothing when %s", async (_name, machine, env) => {
  expect((await ensureOn(machine, { env })).ran).toEqual([]);
});

test("gives the reason and the command when apt-get fails", async () => {
  const { got } = await ensureOn({ isRoot: true, osRelease: DEBIAN }, { works: false, code: 100 });
  expect(got).toEqual({
    path: undefined,
    reason: "no Chromium was found, and apt-get ended with 100: E: Unable to locate package chromium",
    command: "apt-get install -y chromium",
  });
});

test("does not take the empty shell that Ubuntu installs", async () => {
  const { got } = await ensureOn({ isRoot: true, osRelease: UBUNTU, starts: async () => false });
  expect(got).toMatchObject({ path: undefined, reason: expect.stringContaining("brought none that starts") });
});

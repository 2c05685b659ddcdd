import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { PartnerCase } from "../core/schema/partner-wire.ts";
import type { Facts } from "../core/schema/wire.ts";
import { bearerCaller, TestCustomer } from "../mock-platform/testing/test-customer.ts";
import { type RunningCli, startCli } from "./cli-process.ts";
import { type KilledRun, killedRun } from "./partner/killed-partner.ts";
import { testFolder } from "./temp-folder.ts";

/** Two at a time: they wait more than they work, and each begins a few processes. */
const AT_ONCE = 2;
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

test("over 20 runs with a partner killed at random instants nothing is orphaned and nothing ends twice", {
  timeout: 300_000,
}, async ({ annotate }) => {
  const runs: KilledRun[] = [];
  for (let at = 0; at < SEEDS.length; at += AT_ONCE)
    runs.push(...(await Promise.all(SEEDS.slice(at, at + AT_ONCE).map((seed) => killedRun(seed)))));
  const sum = (of: (run: KilledRun) => number): number => runs.reduce((total, run) => total + of(run), 0);
  const kills = runs.flatMap(({ openAtKills }) => openAtKills);
  await annotate(
    `${sum(({ came }) => came)} matters, ${kills.length} kills with ${Math.min(...kills)} to ${Math.max(...kills)} open, ` +
      `${sum(({ promised }) => promised)} promised, ${sum(({ resolved }) => resolved)} resolved, ${sum(({ expired }) => expired)} expired`,
  );
  expect(
    runs.filter((run) => run.orphaned.length + run.twice.length + run.unbacked.length + run.conflicts > 0),
  ).toEqual([]);
  expect([sum(({ came }) => came), kills.length]).toEqual([720, 60]);
  expect(kills.filter((open) => open > 0).length).toBeGreaterThan(50);
  // The partner is well again long before the last due time: what was promised is kept.
  expect(sum(({ resolved }) => resolved)).toBeGreaterThan(0.98 * sum(({ came }) => came));
});

test("over 6 runs with both killed at random instants, too: what the desk acknowledged ends, and once", {
  timeout: 120_000,
}, async ({ annotate }) => {
  const runs: KilledRun[] = [];
  for (let seed = 1; seed <= 6; seed += AT_ONCE)
    runs.push(...(await Promise.all([seed, seed + 1].map((one) => killedRun(one, { kills: 2, deskKills: 2 })))));
  await annotate(runs.map(({ came, promised, resolved }) => `${came} ${promised} ${resolved}`).join(", "));
  expect(runs.filter((run) => run.orphaned.length + run.twice.length + run.unbacked.length > 0)).toEqual([]);
  expect(Math.min(...runs.map(({ came }) => came))).toBeGreaterThanOrEqual(36);
});

test("the count can fail under kills: lost hand-offs, double resolutions, and a partner that loses its disk", {
  timeout: 120_000,
}, async () => {
  const [lost, doubled] = await Promise.all([
    killedRun(1, { defects: ["lost-hand-off"] }),
    killedRun(2, { defects: ["double-resolution"] }),
  ]);
  expect([lost.orphaned.length > 0, lost.twice]).toEqual([true, []]);
  expect([doubled.twice.length > 0, doubled.orphaned]).toEqual([true, []]);
  expect((await killedRun(3, { forgets: true })).unbacked).not.toEqual([]);
});

/** What a command that serves says with --json. */
const served = async (
  args: readonly string[],
  dir: string,
): Promise<{ cli: RunningCli; said: Record<string, string> }> => {
  const cli = startCli([...args, "--json"], { cwd: dir });
  const parts: string[] = [];
  cli.process.stdout?.on("data", (part) => parts.push(String(part)));
  await cli.said("}\n");
  return { cli, said: JSON.parse(parts.join("")) };
};

test("`serve-partner` and `serve --partner-at` are two houses: killed, the one comes back with what it settled", {
  timeout: 60_000,
}, async () => {
  const dir = await testFolder("two-houses");
  const begin = (port: string) =>
    served(["serve-partner", "--data", "partner", "--time-factor", "50", "--port", port], dir);
  const first = await begin("0");
  const address = first.said["address"] ?? "";
  const secretsFile = first.said["secretsFile"] ?? "";
  const { partnerBearer } = JSON.parse(await readFile(secretsFile, "utf8"));
  const desk = await served(
    ["serve", "--time-factor", "50", "--partner-at", address, "--partner-secrets", secretsFile],
    dir,
  );
  const { opsBearer } = JSON.parse(await readFile(join(dir, "fieldproof-secrets.json"), "utf8"));
  const [pop] = Object.values(desk.said["pops"] ?? {});
  const facts = (await bearerCaller(desk.said["ops"] ?? "", opsBearer)<Facts>("GET", "/ops/v1/facts")).body;
  const held = facts.orders.find(({ state }) => state === "held")?.orderId ?? "";
  await (await TestCustomer.at(pop ?? "")).open({ orderId: held, text: `Where is my order ${held}?` });
  const cases = async () => (await bearerCaller(address, partnerBearer)<PartnerCase[]>("GET", "/export/v1/cases")).body;
  await expect.poll(async () => (await cases())[0]?.state, { timeout: 10_000 }).toBe("settled");
  const [settled] = await cases();
  first.cli.process.kill("SIGKILL");
  await first.cli.done;
  const second = await begin(new URL(address).port);
  expect([second.said["settled"], await cases()]).toEqual([1, [settled]]);
  for (const { cli } of [second, desk]) cli.process.kill("SIGINT");
  expect((await Promise.all([second.cli.done, desk.cli.done])).map(({ code }) => code)).toEqual([0, 0]);
});

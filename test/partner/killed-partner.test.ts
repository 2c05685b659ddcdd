import { expect, test } from "vitest";
import { killedRun } from "./killed-partner.ts";

// All 20 seeds: test/killed-partner.long.live.test.ts.
test("a partner killed for real loses nothing and doubles nothing; with a defect the count says so", async () => {
  const [clean, doubled] = await Promise.all([
    killedRun(1, { customers: 16, kills: 2 }),
    killedRun(2, { customers: 16, kills: 1, defects: ["double-resolution"] }),
  ]);
  expect(clean).toMatchObject({ came: 16, orphaned: [], twice: [], unbacked: [], conflicts: 0 });
  expect(Math.min(...clean.openAtKills)).toBeGreaterThan(0);
  expect(clean.promised).toBeGreaterThan(0);
  expect(doubled.twice).not.toEqual([]);
});

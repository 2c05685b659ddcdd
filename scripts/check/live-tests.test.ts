import { expect, test } from "vitest";
import { checkLiveTests } from "./live-tests.ts";

const call = ["const k6 = k6ForTests", "();"].join("");

test("a test that runs k6 must say so in its name", () => {
  const report = checkLiveTests([
    { path: "test/run.live.test.ts", text: call },
    { path: "test/quick.test.ts", text: call },
    { path: "test/plain.test.ts", text: "test()" },
    { path: "test/many.long.live.test.ts", text: call },
    { path: "drills/many.long.live.test.ts", text: call },
  ]);
  expect(report.faults).toEqual([
    "drills/many.long.live.test.ts is a long test; those are in test/, where `npm test` counts what it leaves out",
    "test/quick.test.ts runs k6; name it test/quick.live.test.ts",
  ]);
  expect(report.summary).toBe("3 file(s)");
});

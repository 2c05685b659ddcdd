import { expect, test } from "vitest";
import { checkLiveTests } from "./live-tests.ts";

const call = ["const k6 = k6ForTests", "();"].join("");

test("a test that runs k6 must say so in its name", () => {
  const report = checkLiveTests([
    { path: "test/run.live.test.ts", text: call },
    { path: "test/quick.test.ts", text: call },
    { path: "test/plain.test.ts", text: "test()" },
  ]);
  expect(report.faults).toEqual(["test/quick.test.ts runs k6; name it test/quick.live.test.ts"]);
  expect(report.summary).toBe("1 file(s)");
});

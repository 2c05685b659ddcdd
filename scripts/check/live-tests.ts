import type { CheckReport, TextFile } from "./report.ts";

const RUNS_K6 = /\bk6ForTests\(\)/;

/** A test that runs k6 is named `x.live.test.ts`: those run one at a time, so that the generator has its cores. */
export const checkLiveTests = (files: readonly TextFile[]): CheckReport => {
  const live = files.filter(({ path }) => path.endsWith(".live.test.ts"));
  return {
    name: "live tests",
    summary: `${live.length} file(s)`,
    faults: [
      ...live
        .filter(({ path }) => path.endsWith(".long.live.test.ts") && !/^test\/[^/]+$/.test(path))
        .map(({ path }) => `${path} is a long test; those are in test/, where \`npm test\` counts what it leaves out`),
      ...files
        .filter(({ path, text }) => path.endsWith(".test.ts") && !path.endsWith(".live.test.ts") && RUNS_K6.test(text))
        .map(({ path }) => `${path} runs k6; name it ${path.replace(/\.test\.ts$/, ".live.test.ts")}`),
    ],
  };
};

import { posix } from "node:path";
import type { ModuleImport } from "./module-facts.ts";

const isTest = (path: string): boolean => /\.test\.(ts|mjs)$/.test(path);
const isScenario = (path: string): boolean => /^drills\/[^/]+\/scenario\.ts$/.test(path);
const isJudge = (path: string): boolean => /^drills\/[^/]+\/judge\.ts$/.test(path);
const runsInK6 = (path: string): boolean => path.startsWith("drills/k6/") || isScenario(path);
const isStarter = (path: string): boolean =>
  path === "scripts/start.mjs" || (/^scripts\/setup\/[^/]+\.mjs$/.test(path) && !isTest(path));
const isDrillFace = (path: string): boolean =>
  path === "drills/catalog.ts" || /^drills\/[^/]+\/(drill|judge)\.ts$/.test(path);
const isPageCode = (path: string): boolean => path.startsWith("mock-platform/web/browser/");
/** What page and stack must say in the same words. */
const SHARED_WITH_PAGES: readonly string[] = ["mock-platform/consent/notice.ts"];
const roomOf = (path: string): string => (path.includes("/") ? (path.split("/")[0] ?? "") : "");

/** A bare import's package: "@tufjs/canonical-json/x" -> "@tufjs/canonical-json". */
const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

const PORT_DOOR = "pass it in through a port of core/contract/ports.ts";

const bareFault = (from: string, specifier: string): string | undefined => {
  const wanted = packageOf(specifier);
  if (wanted === "k6") {
    return runsInK6(from)
      ? undefined
      : "only drills/k6/** and drills/*/scenario.ts may import k6; write against a port and give it its k6 form in drills/k6";
  }
  if (isTest(from)) return undefined;
  if (isStarter(from)) {
    return specifier.startsWith("node:")
      ? undefined
      : "the starter runs before anything is installed: node: modules only";
  }
  if (isPageCode(from))
    return "pages run in a browser and take no packages or node: modules; the stack sends them JSON";
  const room = roomOf(from);
  if (room === "core") {
    if (wanted === "zod")
      return from.startsWith("core/schema/")
        ? undefined
        : "zod lives in core/schema only; `import type` the shape from there";
    if (wanted === "@tufjs/canonical-json" && from.startsWith("core/trust/")) return undefined;
    return `core is neutral and takes no packages or node: modules; ${PORT_DOOR}`;
  }
  return room === "drills"
    ? `drills run in k6 and in Node and take no packages or node: modules; ${PORT_DOOR}`
    : undefined;
};

type RoomRule = (from: string, to: string) => string | undefined;

const fromCore: RoomRule = (_from, to) =>
  to.startsWith("core/")
    ? undefined
    : "core imports no other room; move the shared part into core, or turn the call round";

const fromDrills: RoomRule = (from, to) => {
  if (isJudge(from) && !to.startsWith("core/"))
    return "a judge sees only core; what it shares with others belongs in core/judging";
  if (runsInK6(to) && !runsInK6(from))
    return "only drills/k6 and scenario.ts may import what runs in k6; write against a port";
  if (to.startsWith("mock-platform/"))
    return "drills and mock-platform meet only over the wire; shapes are in core/schema/wire.ts";
  return /^(core|drills)\//.test(to)
    ? undefined
    : "drills import only core and drills; the harness calls them, not they the harness";
};

const fromHarness: RoomRule = (_from, to) => {
  if (runsInK6(to)) return "the harness never imports what runs in k6; it bundles scenario.ts by its path";
  if (to.startsWith("mock-platform/"))
    return "the harness speaks to the stack over the wire and starts it through scripts";
  return /^(core|drills|harness)\//.test(to)
    ? undefined
    : "the harness imports only core and drills; scripts tie rooms together";
};

const fromMockPlatform: RoomRule = (from, to) => {
  if (to.startsWith("drills/"))
    return "mock-platform and drills meet only over the wire; shapes are in core/schema/wire.ts";
  if (isPageCode(from) && to.startsWith("mock-platform/") && !isPageCode(to) && !SHARED_WITH_PAGES.includes(to))
    return "a page speaks to the stack over the wire; it imports core and mock-platform/web/browser only";
  if (isPageCode(to) && !isPageCode(from)) return "pages are bundled by their path (mock-platform/web/web-assets.ts)";
  return /^(core|mock-platform)\//.test(to)
    ? undefined
    : "mock-platform imports only core; move the shared part into core";
};

const fromReports: RoomRule = (_from, to) =>
  /^(core|reports)\//.test(to) || isDrillFace(to)
    ? undefined
    : "reports import core and of drills only drill.ts, judge.ts and catalog.ts; all else reaches them as evidence";

const fromExamples: RoomRule = (_from, to) =>
  to.startsWith("examples/")
    ? undefined
    : "an example is somebody else's stack: it has nothing in common with Fieldproof but the wire";

const ROOM_RULES: ReadonlyMap<string, RoomRule> = new Map([
  ["core", fromCore],
  ["drills", fromDrills],
  ["examples", fromExamples],
  ["harness", fromHarness],
  ["mock-platform", fromMockPlatform],
  ["reports", fromReports],
]);

const relativeFault = (from: string, to: string, typeOnly: boolean): string | undefined => {
  if (to.startsWith("..")) return "it leads out of the repository";
  if (isTest(from)) return undefined;
  if (isStarter(from) && !to.endsWith(".mjs"))
    return "the starter runs on Node 20, which runs no TypeScript: .mjs files only";
  const light = roomOf(from) === "core" || isPageCode(from);
  const intoSchema = light && to.startsWith("core/schema/") && !from.startsWith("core/schema/");
  if (intoSchema && !typeOnly)
    return "core/schema brings zod, which must stay out of k6 and of pages: `import type`, or take the value from core/contract";
  return ROOM_RULES.get(roomOf(from))?.(from, to);
};

/**
 * Why one import is not allowed, naming the right door; undefined when it is.
 *
 * @param from the importing file, relative to the repository
 */
export const importFault = (from: string, { specifier, typeOnly }: ModuleImport): string | undefined => {
  if (!/^[./]/.test(specifier)) return bareFault(from, specifier);
  const to = specifier.startsWith("/") ? specifier : posix.join(posix.dirname(from), specifier);
  return specifier.startsWith("/") ? "an absolute path is of one machine only" : relativeFault(from, to, typeOnly);
};

/** Files whose reader asks for a default export: vitest's settings and k6's scripts. */
export const mayExportDefault = (path: string): boolean => path === "vitest.config.ts" || runsInK6(path);

import { expect, test } from "vitest";
import { isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { Flow } from "./flow.ts";
import { SteppedTime } from "./testing/stepped-time.ts";
import { type ProxyMode, ToxicRack } from "./toxic-rack.ts";

const latency = (name: string, ttlMs = 1000) => ({ name, type: "latency", latencyMs: 5, ttlMs });

const setUp = (mode: ProxyMode = "http") => {
  const time = new SteppedTime();
  return { time, rack: new ToxicRack(mode, 7, time) };
};

const refusal = (act: () => unknown): { code: string; faults: string[] } => {
  try {
    act();
  } catch (error) {
    if (isFieldproofError(error))
      return { code: error.code, faults: String(error.details["faults"] ?? error.details["how"]).split("\n") };
    throw error;
  }
  return { code: "none", faults: [] };
};

test("a lease lapses to the millisecond, and what it did stays on the record", async () => {
  const { rack, time } = setUp();
  rack.add({ toxics: [latency("a")] });
  await time.pass(999);
  expect(rack.list().held).toMatchObject([{ leftMs: 1, ended: null }]);
  await time.pass(1);
  expect(rack.list()).toMatchObject({ held: [], ended: [{ toxic: { name: "a" }, ended: "lapsed" }] });
});

test("a heartbeat keeps toxics for as long as it beats", async () => {
  const { rack, time } = setUp();
  rack.add({ toxics: [latency("a"), latency("b")] });
  for (let beat = 0; beat < 20; beat++) {
    await time.pass(900);
    expect(rack.renew({ ttlMs: 1000 })).toHaveLength(2);
  }
  await time.pass(500);
  rack.renew({ ttlMs: 2000, names: ["b"] });
  await time.pass(500);
  expect(rack.list().held.map(({ toxic }) => toxic.name)).toEqual(["b"]);
});

test("a heartbeat that comes too late is told so and renews nothing", async () => {
  const { rack, time } = setUp();
  rack.add({ toxics: [latency("a", 500), latency("b", 2000)] });
  await time.pass(600);
  expect(refusal(() => rack.renew({ ttlMs: 5000, names: ["b", "a"] }))).toEqual({
    code: "FP-PROXY-005",
    faults: ["lapsed"],
  });
  await time.pass(1400);
  expect(rack.list().held).toEqual([]);
});

test("a proxy that was stopped past a lease strikes nothing when it goes on, before any timer has run", () => {
  const { rack, time } = setUp("tcp");
  rack.add({ toxics: [{ name: "a", type: "down", ttlMs: 1000 }] });
  time.skip(1000);
  const flow = new Flow(time, null, () => undefined);
  rack.open(flow);
  expect(flow.closed).toBe(false);
  expect(rack.list().ended).toMatchObject([{ ended: "lapsed", counts: { eligible: 0 } }]);
});

test("reset undoes all, may be asked again, and frees the names", () => {
  const { rack } = setUp();
  rack.add({ toxics: [latency("a"), latency("b")] });
  expect(rack.reset().map(({ ended }) => ended)).toEqual(["reset", "reset"]);
  expect(rack.reset()).toEqual([]);
  rack.add({ toxics: [latency("a")] });
  expect(rack.remove("a").ended).toBe("removed");
  expect(refusal(() => rack.remove("a"))).toEqual({ code: "FP-PROXY-005", faults: ["removed"] });
});

test("a bad order is refused whole, with all of its faults", () => {
  const { rack } = setUp();
  const { code, faults } = refusal(() =>
    rack.add({
      toxics: [
        latency("good"),
        { name: "../x", type: "latency", latencyMs: -1, ttlMs: 1e9, extra: 1 },
        { name: "s", type: "status", status: 99, headers: { "content-length": "1", ok: "a\r\nb" }, ttlMs: 1000 },
        { name: "q", type: "explode", ttlMs: 1000 },
        { name: "r", type: "down", ttlMs: 1000, share: 2, route: { path: "no-slash" } },
      ],
    }),
  );
  expect(code).toBe("FP-PROXY-003");
  for (const field of [
    "1.name",
    "1.latencyMs",
    "1.ttlMs",
    "toxics.1: ",
    "2.status",
    "2.headers",
    "3.type",
    "4.share",
    "4.route.path",
  ])
    expect(faults.filter((fault) => fault.includes(field))).not.toEqual([]);
  expect(rack.list().held).toEqual([]);
});

test.each([
  null,
  7,
  "x",
  [],
  {},
  { toxics: [] },
  { toxics: [null] },
  { toxics: [{ __proto__: null }] },
  { toxics: [latency("a")], more: 1 },
])("the order %j is refused", (input) => {
  const { rack } = setUp();
  expect(refusal(() => rack.add(input)).code).toBe("FP-PROXY-003");
  expect(rack.list().held).toEqual([]);
});

test("a name twice, one too many, and HTTP's toxics on TCP are refused", () => {
  const { rack } = setUp("tcp");
  rack.add({ toxics: [latency("a")] });
  const status = { name: "s", type: "status", status: 500, ttlMs: 1000 };
  const { faults } = refusal(() =>
    rack.add({ toxics: [latency("a"), latency("b"), latency("b"), { ...latency("c"), route: { path: "/" } }, status] }),
  );
  expect(faults.map((fault) => fault.split(":")[0])).toEqual([
    "toxics.0.name",
    "toxics.2.name",
    "toxics.3.route",
    "toxics.4.type",
  ]);
  expect(refusal(() => rack.add({ toxics: Array.from({ length: 64 }, (_, at) => latency(`n${at}`)) })).code).toBe(
    "FP-PROXY-003",
  );
  expect(rack.list().held).toHaveLength(1);
});

test("control characters of an order never reach a terminal", () => {
  const { rack } = setUp();
  const { faults } = refusal(() => rack.add({ toxics: [latency("a")], "\u001b[2J": 1 }));
  expect(faults.join("")).toContain("\\u{1b}");
});

import { describe, expect, test } from "vitest";
import type { INTENTS, Lane } from "../core/contract/ids.ts";
import { BENIGN, type BenignName, DEFECTS, type DefectName, seededDefects } from "./defects.ts";
import { FOR_A_PERSON, type Opened, SwitchBench } from "./testing/switch-bench.ts";
import { TestCustomer } from "./testing/test-customer.ts";

/** One way to look at a stack from outside, and what is seen on a clean one and on one with the switch. */
interface Sight {
  look(bench: SwitchBench): Promise<unknown>;
  readonly clean: unknown;
  readonly struck: unknown;
}

const times = async <T>(count: number, act: (turn: number) => Promise<T>): Promise<T[]> => {
  const results: T[] = [];
  for (let turn = 1; turn <= count; turn += 1) results.push(await act(turn));
  return results;
};
/** The turns, from 1, in which something was missing. */
const turnsWithout = (present: readonly boolean[]): number[] =>
  present.flatMap((there, place) => (there ? [] : [place + 1]));
const openMany = (bench: SwitchBench, count: number, lane: Lane = "stream"): Promise<Opened[]> =>
  times(count, () => bench.open(FOR_A_PERSON, { lane }));
/** The queue of one lane, looked at again when the connection was cut. */
const queueOf = async (bench: SwitchBench, lane: Lane, opened: readonly Opened[]): Promise<number[]> => {
  const page = (await bench.look(lane)) ?? (await bench.look(lane));
  const ids = opened.map(({ customer }) => customer.contactId);
  return (page?.items ?? []).map(({ contactId }) => ids.indexOf(contactId) + 1).filter((turn) => turn > 0);
};

/** A new switch has no entry here until somebody says how it is seen: then this does not compile. */
const SIGHTS: Readonly<Record<DefectName | BenignName, Sight>> = {
  "lost-reply": {
    look: async (bench) => {
      const opened = await openMany(bench, 10);
      const shown = await Promise.all(
        opened.map(async ({ customer }) => {
          await bench.claim(customer.contactId);
          return { customer, status: await bench.reply(customer.contactId, "a reply") };
        }),
      );
      bench.time.pass(2000);
      const seen = await Promise.all(
        shown.map(async ({ customer }) => (await bench.texts(customer)).includes("a reply")),
      );
      const ids = new Set(opened.map(({ opened: { contactId } }) => contactId));
      const exported = (await bench.exports.messages()).filter(
        ({ contactId, author }) => ids.has(contactId) && author === "agent",
      );
      return {
        acknowledged: shown.filter(({ status }) => status === 202).length,
        exported: exported.length,
        unseen: seen.filter((there) => !there).length,
      };
    },
    clean: { acknowledged: 10, exported: 10, unseen: 0 },
    struck: { acknowledged: 10, exported: 10, unseen: 2 },
  },
  "doubled-reply": {
    look: async (bench) => {
      const opened = await openMany(bench, 10);
      const shown: number[] = [];
      for (const { customer } of opened) {
        await bench.claim(customer.contactId);
        await bench.reply(customer.contactId, "a reply");
        // However late or lost: what counts here is what came more than once.
        bench.time.pass(2000);
        shown.push((await bench.texts(customer)).filter((text) => text === "a reply").length);
      }
      return shown.flatMap((times, place) => (times > 1 ? [place + 1] : []));
    },
    clean: [],
    struck: [5, 10],
  },
  "consent-missing": {
    look: async (bench) => {
      const opened = await openMany(bench, 20);
      const logged = new Set(
        (await bench.exports.log()).filter(({ kind }) => kind === "consent.given").map(({ subject }) => subject),
      );
      const exported = new Set((await bench.exports.consents()).map(({ consentId }) => consentId));
      return [logged, exported].map((known) =>
        turnsWithout(opened.map(({ customer }) => known.has(customer.consentId))),
      );
    },
    clean: [[], []],
    struck: [
      [10, 20],
      [10, 20],
    ],
  },
  "log-gap": {
    look: async (bench) => {
      const opened = await openMany(bench, 20);
      const logged = new Set(
        (await bench.exports.log()).filter(({ kind }) => kind === "contact.opened").map(({ subject }) => subject),
      );
      return turnsWithout(opened.map(({ customer }) => logged.has(customer.contactId)));
    },
    clean: [],
    struck: [20],
  },
  "context-missing": {
    look: async (bench) => {
      const opened = await openMany(bench, 8);
      const contexts = await times(
        8,
        async (turn) => (await bench.claim(opened[turn - 1]?.customer.contactId ?? "")).context,
      );
      return turnsWithout(contexts.map((context) => context !== null));
    },
    clean: [],
    struck: [4, 8],
  },
  "island-missing": {
    look: async (bench) => {
      const { ready, islands } = await bench.ready();
      return { ready, islands };
    },
    clean: { ready: true, islands: { "pop-a": "good", "pop-b": "good" } },
    struck: { ready: false, islands: { "pop-a": "good", "pop-b": "missing" } },
  },
  "wrong-answer": {
    look: async (bench) => {
      const { facts } = await bench.facts();
      const island = await (await fetch(`${bench.pop("pop-a")}/edge/v1/islands/drop`)).json();
      const answers: { intent: (typeof INTENTS)[number]; answer: string }[] = island.signed.answers;
      const wrong = answers.filter(({ intent, answer }) => !answer.includes(facts[intent] ?? "\u0000"));
      const { opened } = await bench.open("When will it ship?");
      const said = opened.messages[1];
      return {
        wrong: wrong.map(({ intent }) => intent),
        author: said?.author,
        right: said?.text.includes(facts["shipping-window"] ?? "\u0000"),
      };
    },
    clean: { wrong: [], author: "assistant", right: true },
    struck: { wrong: ["shipping-window"], author: "assistant", right: false },
  },
  "slow-feed": {
    look: async (bench) => {
      const { customer } = await bench.open(FOR_A_PERSON);
      await bench.claim(customer.contactId);
      // Twice: the other switch loses one in five.
      const statuses = [
        await bench.reply(customer.contactId, "first"),
        await bench.reply(customer.contactId, "second"),
      ];
      const seen: number[] = [];
      for (const ms of [0, 1999, 1]) {
        bench.time.pass(ms);
        seen.push((await bench.texts(customer)).length > 2 ? 1 : 0);
      }
      return { statuses, seen };
    },
    clean: { statuses: [202, 202], seen: [1, 1, 1] },
    struck: { statuses: [202, 202], seen: [0, 0, 1] },
  },
  "slow-island": {
    look: async (bench) => ({
      island: (await bench.open("When will it ship?")).atOnce,
      person: (await bench.open(FOR_A_PERSON)).atOnce,
    }),
    clean: { island: true, person: true },
    struck: { island: false, person: true },
  },
  "overconfident-triage": {
    look: async (bench) => {
      const unsure = await bench.open("Is there stock or returns or shipping?");
      const personal = await bench.open("Do you take PayPal, or my card for order D100003?", { orderId: "D100003" });
      return [unsure, personal].map(({ opened: { decision, messages } }) => [
        decision.reason,
        decision.route,
        messages[1]?.author,
      ]);
    },
    clean: [
      ["unsure", "human", "system"],
      ["personal", "human", "system"],
    ],
    struck: [
      ["unsure", "island", "assistant"],
      ["personal", "island", "assistant"],
    ],
  },
  "silent-reopen": {
    look: async (bench) =>
      times(4, async () => {
        const { customer } = await bench.open(FOR_A_PERSON);
        await bench.claim(customer.contactId);
        await bench.reply(customer.contactId, "done");
        await bench.agent(customer.contactId, "resolve");
        const { status } = await customer.send("It is not.");
        return `${status} ${await bench.state(customer)}`;
      }),
    clean: ["202 waiting", "202 waiting", "202 waiting", "202 waiting"],
    struck: ["202 waiting", "202 resolved", "202 waiting", "202 resolved"],
  },
  "agent-starvation": {
    look: async (bench) => {
      const opened = await openMany(bench, 4, "solo");
      // Who is offered, whatever the order.
      const offered = async (): Promise<number[]> => (await queueOf(bench, "solo", opened)).toSorted((a, b) => a - b);
      const atOnce = await offered();
      bench.time.pass(1000);
      const afterOneSec = await offered();
      // Offers that nobody took lapse after 3 s.
      bench.time.pass(2000);
      return { atOnce, afterOneSec, afterLapse: await offered() };
    },
    clean: { atOnce: [1, 2, 3, 4], afterOneSec: [], afterLapse: [1, 2, 3, 4] },
    struck: { atOnce: [1, 2, 3], afterOneSec: [4], afterLapse: [1, 2, 3] },
  },
  "queue-jump": {
    look: async (bench) => {
      const opened = await openMany(bench, 3, "standard");
      bench.time.pass(3000);
      return queueOf(bench, "standard", opened);
    },
    clean: [1, 2, 3],
    struck: [3, 2, 1],
  },
  "proof-unchecked": {
    look: async (bench) => {
      const { customer } = await bench.open("When will it ship?");
      const thief = await TestCustomer.at(customer.pop);
      Object.assign(thief, { token: customer.token, contactId: customer.contactId });
      const spent = {
        dpop: await customer.proof("POST", `${customer.pop}/v1/contacts/${customer.contactId}/messages`),
      };
      const statuses = [await customer.send("mine", "m-1", spent), await customer.send("again", "m-2", spent)];
      Object.assign(customer, { token: null });
      return [...statuses, await thief.page(), await customer.page()].map(({ status }) => status);
    },
    clean: [202, 401, 401, 401],
    struck: [202, 202, 200, 401],
  },
  "owner-unchecked": {
    look: async (bench) => {
      const { customer } = await bench.open("When will it ship?");
      const { customer: stranger } = await bench.open("When will it ship?");
      stranger.contactId = customer.contactId;
      return [await customer.page(), await stranger.page(), await stranger.send("mine now")].map(
        ({ status }) => status,
      );
    },
    clean: [200, 403, 403],
    struck: [200, 200, 202],
  },
  "agents-unchecked": {
    look: async (bench) => [await bench.lookAs(null), await bench.lookAs("nobody")],
    clean: [401, 401],
    struck: [200, 200],
  },
  "old-proofs": {
    look: async (bench) => {
      const { customer } = await bench.open("When will it ship?");
      const path = `/v1/contacts/${customer.contactId}/messages?after=0&wait=0`;
      const aged = async (sec: number): Promise<number> => {
        const dpop = await customer.proof("GET", `${customer.pop}${path}`, undefined, Date.now() / 1000 - sec);
        return (await customer.call("GET", path, undefined, { dpop })).status;
      };
      return [await aged(0), await aged(20), await aged(45)];
    },
    clean: [200, 200, 200],
    struck: [200, 200, 401],
  },
  "clock-off": {
    look: async (bench) => {
      const { opened } = await bench.open(FOR_A_PERSON);
      const aheadSec = ((opened.messages[0]?.at ?? 0) - Date.now()) / 1000;
      return { ahead: aheadSec > 60, by90Sec: Math.abs(aheadSec - 90) < 30 };
    },
    clean: { ahead: false, by90Sec: false },
    struck: { ahead: true, by90Sec: true },
  },
  "slow-pop": {
    look: async (bench) => {
      const { status } = await fetch(`${bench.pop("pop-a")}/edge/v1/status`);
      const asking = fetch(`${bench.pop("pop-b")}/edge/v1/status`);
      const atOnce = await bench.comesAtOnce(asking, 150);
      return { "pop-a": status, "pop-b": (await asking).status, atOnce };
    },
    clean: { "pop-a": 200, "pop-b": 200, atOnce: true },
    struck: { "pop-a": 200, "pop-b": 200, atOnce: false },
  },
  "agent-resets": {
    look: async (bench) => turnsWithout((await times(8, () => bench.look())).map((page) => page !== null)),
    clean: [],
    struck: [8],
  },
};
const NAMES = [...Object.keys(DEFECTS), ...Object.keys(BENIGN)] as (DefectName | BenignName)[];

const withBench = async (defects: readonly string[], use: (bench: SwitchBench) => Promise<void>): Promise<void> => {
  const bench = await SwitchBench.start(defects);
  try {
    await use(bench);
  } finally {
    await bench.close();
  }
};

test("a clean stack shows none of it", async () => {
  await withBench([], async (bench) => {
    expect((await bench.info()).defects).toEqual([]);
    for (const name of NAMES) expect(await SIGHTS[name].look(bench), name).toEqual(SIGHTS[name].clean);
  });
});

describe.each(NAMES)("%s", (name) => {
  test("does what it says, and nothing else of what others do", async () => {
    await withBench([name], async (bench) => {
      expect((await bench.info()).defects).toEqual([name]);
      // First, so that it counts its occasions from one.
      expect(await SIGHTS[name].look(bench), name).toEqual(SIGHTS[name].struck);
      for (const other of NAMES)
        if (other !== name) expect(await SIGHTS[other].look(bench), other).toEqual(SIGHTS[other].clean);
    });
  });
});

test("switches may be combined, each counts its own occasions, and unknown ones are refused with the known ones named", () => {
  const both = seededDefects(["lost-reply", "queue-jump", "lost-reply"]);
  expect(both.names).toEqual(["lost-reply", "queue-jump"]);
  expect(
    Array.from({ length: 11 }, () => both.strikes("lost-reply")).flatMap((hit, turn) => (hit ? [turn + 1] : [])),
  ).toEqual([5, 10]);
  expect(both.strikes("queue-jump")).toBe(true);
  expect(both.strikes("slow-feed")).toBe(false);
  expect(() => seededDefects(["lost-reply", "sloth"])).toThrow(/sloth.*lost-reply.*agent-resets/);
  expect(seededDefects([]).strikes("lost-reply")).toBe(false);
});

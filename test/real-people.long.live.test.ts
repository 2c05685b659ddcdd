import { expect, test } from "vitest";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { nanoDropOf, PLAN } from "./http-target/foreign-run.ts";
import { drillHouse, onFit, PASS } from "./http-target/other-house.ts";

/** A person who answers what waits at the other desk, a moment after it came, until sent home. */
const person = (address: string): (() => Promise<void>) => {
  let home = false;
  const post = (path: string, form: Record<string, string>, cookie = ""): Promise<Response> =>
    fetch(`${address}${path}`, { method: "POST", body: new URLSearchParams(form), headers: { cookie } });
  const work = async (): Promise<void> => {
    const signedIn = await post("/staff/login", { name: "Ida", pass: PASS });
    const cookie = signedIn.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    while (!home) {
      const { waiting } = (await (await fetch(`${address}/staff/waiting`, { headers: { cookie } })).json()) as {
        waiting: {
          number: number;
          purchase: { remarks: Record<string, string> } | null;
          handbook: Record<string, string>;
        }[];
      };
      for (const { number, purchase, handbook } of waiting) {
        const { money, hold } = purchase?.remarks ?? {};
        const words = purchase === null ? `${handbook["availability"]}; ${handbook["dispatch"]}` : `${money}; ${hold}`;
        await post(`/staff/cases/${number}/take`, {}, cookie);
        await post(`/staff/cases/${number}/posts`, { words }, cookie);
        await post(`/staff/cases/${number}/close`, {}, cookie);
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  };
  const working = work();
  return async () => {
    home = true;
    await working;
  };
};

test.skipIf(k6ForTests() === undefined)(
  "people who work at the desk themselves are drilled by what customers live through",
  async () => {
    const plan = PLAN.replace("{ agents: 12,", "{ kind: real, agents: 12,");
    const { code, verdict, objectives, stdout, stderr } = await onFit(() => drillHouse([], { plan, staff: person }));
    expect(code, stderr + stdout).toBe(0);
    expect(verdict?.run.staffing).toBe("real");
    for (const core of [
      "human-reply-p95",
      "unanswered",
      "first-contact-resolution",
      "reopens-answered",
      "account-agrees",
    ])
      expect([core, objectives[core]]).toEqual([core, "met"]);
    for (const ours of ["context-present", "replies-delivered", "desk-delay-p95", "system-delay-p95", "queue-order"])
      expect([ours, objectives[ours]]).toEqual([ours, "NOT RUN"]);
    const reason = verdict === null ? "" : nanoDropOf(verdict)?.reason;
    expect(reason).toContain("people work at the desk themselves");
  },
  480_000,
);

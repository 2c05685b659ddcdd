import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryTimeline } from "../../test/metrics/arbitrary-timeline.ts";
import { claimCode, codeOf, eventOf } from "./event-codes.ts";

test("every event survives its code", () => {
  const agents = ["ann", "ben"];
  fc.assert(
    fc.property(arbitraryTimeline, ({ events }) => {
      for (const event of events) {
        if (event.kind === "left" && event.silent) continue;
        const code =
          event.kind === "claimed"
            ? claimCode(event.agentId === null ? 0 : agents.indexOf(event.agentId) + 1)
            : codeOf(
                event.kind === "message"
                  ? `message ${event.author}`
                  : event.kind === "resolved"
                    ? `resolved ${event.by}`
                    : event.kind,
              );
        expect(eventOf(code, event.atMs, (number) => agents[number - 1] ?? null)).toEqual(event);
      }
    }),
  );
});

test("refuses what never happens", () => {
  expect(() => codeOf("message nobody")).toThrow(RangeError);
  expect(() => eventOf(31, 0, () => null)).toThrow(RangeError);
});

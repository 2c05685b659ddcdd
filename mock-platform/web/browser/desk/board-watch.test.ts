import { expect, test } from "vitest";
import { exampleBoard } from "./board-examples.ts";
import { type BoardSource, BoardWatch } from "./board-watch.ts";

const board = (revision: number) => exampleBoard([], [], revision);

/** Runs a watch over a script of answers, with timers that pass at once; ends when the script does. */
const watched = async (script: readonly Awaited<ReturnType<BoardSource["board"]>>[]) => {
  const asked: string[] = [];
  const pauses: number[] = [];
  const told: string[] = [];
  let turn = 0;
  const watch: BoardWatch = new BoardWatch(
    {
      board: async (after, waitMs) => {
        asked.push(`${after}/${waitMs}`);
        const answer = script[turn++];
        if (answer !== undefined) return answer;
        watch.stop();
        return null;
      },
    },
    { wait: async () => {}, waitOr: async (ms) => void pauses.push(ms) },
    {
      onBoard: ({ revision }) => void told.push(`board ${revision}`),
      onConnected: (connected) => void told.push(connected ? "up" : "down"),
      onRefused: (code) => void told.push(`refused ${code}`),
    },
  );
  await watch.run();
  return { asked, pauses, told };
};

test("looks at once, then waits behind what it has seen", async () => {
  const { asked, told, pauses } = await watched([board(7), board(9)]);
  expect(asked).toEqual(["0/0", "7/20000", "9/20000"]);
  expect(told).toEqual(["up", "board 7", "up", "board 9"]);
  // The desk may change a hundred times a second; the page does not ask so often.
  expect(pauses).toEqual([150, 150]);
});

test("tells a break, tries again ever more slowly, and then has the whole board anew", async () => {
  const { asked, told, pauses } = await watched([board(7), null, null, null, board(12)]);
  expect(asked).toEqual(["0/0", "7/20000", "0/0", "0/0", "0/0", "12/20000"]);
  expect(told).toEqual(["up", "board 7", "down", "down", "down", "up", "board 12"]);
  expect(pauses.slice(1, 4)).toEqual([500, 1000, 2000]);
});

test("stops when the desk refuses this agent", async () => {
  const { asked, told } = await watched([{ refused: "unknown-agent" }, board(1)]);
  expect(asked).toHaveLength(1);
  expect(told).toEqual(["refused unknown-agent"]);
});

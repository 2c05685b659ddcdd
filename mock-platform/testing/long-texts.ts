import { Script } from "node:vm";

/** What patterns that try one stretch of text from many places take minutes over. */
const UNITS = [
  ...["x", "x ", "1", "12 ", "1 1", "D1 ", "D12", "a1", "  ", "\n", "'", "-", ".", "a.", "@", "a@", "@a.", "a@b"],
  ...[
    "my order ",
    "was I charged ",
    "i just ",
    "when ship ",
    "Hi ",
    "Dear ",
    "I'm ",
    "my name is ",
    "1 x ",
    "rue ",
    "via",
  ],
  ...["\u{1F381}", "e\u0301", "\u202E", "<", "(", "http", "www."],
];
/** One such stretch behind what begins a match. */
const HEADS = ["via", "rue ", "1", "12 x", "hi", "Dear", "my", "order", "a@", "D", "i have"];

/** Texts of `length` characters, by what they are made of. */
export const longTexts = (length: number): readonly (readonly [string, string])[] => [
  ...UNITS.map((unit) => [JSON.stringify(unit), unit.repeat(Math.floor(length / unit.length))] as const),
  ...HEADS.flatMap((head) =>
    [" ", "x", "1", "\n"].map((one) => [JSON.stringify(`${head}${one}`), `${head}${one.repeat(length)}`] as const),
  ),
];

/**
 * Runs `act` and throws when it takes longer than `ms`: a pattern can be stopped no other way. Give it a hundred times
 * what it needs, and so much text that a slow one needs a thousand times that: then it is no matter of the machine.
 */
export const withinMs = (ms: number, act: () => void): void => {
  new Script("act()").runInNewContext({ act }, { timeout: ms });
};

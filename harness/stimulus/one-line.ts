import { printable } from "../../core/text/printable.ts";

/** Text from outside as the journal's schema takes it: one line, no longer than `longest` UTF-16 units. */
export const oneLine = (text: string, longest = 2000): string => printable(text, longest - 1).slice(0, longest);

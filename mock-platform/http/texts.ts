import { MAX_TEXT_BYTES } from "../../core/schema/wire.ts";
import { Problem } from "./problems.ts";

const LONE_SURROGATE = /[\uD800-\uDFFF]/u;

/** Refuses texts that are too large, or that no UTF-8 can carry; all else is kept as it came and stays inert. */
export const checkText = (text: string): string => {
  if (Buffer.byteLength(text, "utf8") > MAX_TEXT_BYTES)
    throw new Problem("too-large", `the text is longer than ${MAX_TEXT_BYTES} bytes`);
  if (LONE_SURROGATE.test(text)) throw new Problem("bad-request", "the text holds half of a surrogate pair");
  return text;
};

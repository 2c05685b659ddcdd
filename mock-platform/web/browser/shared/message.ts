import type { Message } from "../../../../core/schema/wire.ts";

/** True when a parsed value can be shown as a message of the wire. */
export const isMessage = (value: unknown): value is Message =>
  typeof value === "object" &&
  value !== null &&
  "seq" in value &&
  typeof value.seq === "number" &&
  "text" in value &&
  typeof value.text === "string" &&
  "author" in value &&
  typeof value.author === "string";

/** The message in a text frame, or null. */
export const messageIn = (frame: string): Message | null => {
  try {
    const value: unknown = JSON.parse(frame);
    return isMessage(value) ? value : null;
  } catch {
    return null;
  }
};

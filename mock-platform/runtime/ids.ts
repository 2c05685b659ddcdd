import { randomBytes } from "node:crypto";

/** Makes a fresh opaque id; `prefix` says what it names. Not from the seed: two boots on one data folder never collide. */
export type NewId = (prefix: string) => string;

export const randomId: NewId = (prefix) => `${prefix}_${randomBytes(12).toString("base64url")}`;

import type { MatterOutcome } from "../../core/schema/promise-wire.ts";

const RESOLVED: Readonly<Record<MatterOutcome, string>> = {
  released: "Your order has been released and goes out with the others.",
  reshipped: "Your order is on its way again; the first parcel was lost.",
  refunded: "Your order could not be sent; the payment is on its way back to you.",
  delivered: "Your order was delivered, says the carrier; write here if it is not with you.",
  "settled-by-owner": "What we promised you is done. Write here if anything is left.",
};
const clockTime = (at: number): string => `${new Date(Math.floor(at)).toISOString().slice(11, 19)} UTC`;

/** What the customer is told, by the system: a promise is no reply of a person. */
export const promisedWords = (dueAt: number): string =>
  `We are finding out about your order. You will hear from us here by ${clockTime(dueAt)}; you need not wait.`;
export const resolvedWords = (outcome: MatterOutcome): string => RESOLVED[outcome];
export const expiredWords = (dueAt: number): string =>
  `We said that you would hear from us by ${clockTime(dueAt)}, and have nothing yet. Our manager knows of it.`;

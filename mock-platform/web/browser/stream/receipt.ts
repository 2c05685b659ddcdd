import type { FastPathResponse } from "../../../../core/schema/wire.ts";
import { element } from "../shared/dom.ts";

const PURPOSES: Readonly<Record<string, string>> = {
  "support-reply": "to answer your question",
  "order-lookup": "to look up the order that you named",
  "public-transcript": "to show your question in the public transcript",
};

/** What the customer agreed to, as it stands in the log. */
export const receiptRows = ({ receipt }: FastPathResponse): HTMLElement[] => {
  const rows: readonly (readonly [string, string])[] = [
    ["You agreed", receipt.purposes.map((purpose) => PURPOSES[purpose] ?? purpose).join("; ")],
    ["Recorded", new Date(receipt.recordedAt).toLocaleString("en-GB", { timeZoneName: "short" })],
    ["Consent", receipt.consentId],
    ["Place in the log", String(receipt.logIndex)],
    ["Notice (SHA-256)", receipt.noticeHash],
  ];
  return rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]);
};

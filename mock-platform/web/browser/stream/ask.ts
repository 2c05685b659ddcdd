import type { FastPathRequest, FastPathResponse } from "../../../../core/schema/wire.ts";
import { noticeText } from "../../../consent/notice.ts";
import { browserCrypto } from "../shared/browser-crypto.ts";
import { persistently } from "../shared/exchange.ts";
import { browserTimers } from "../shared/timers.ts";
import type { Asked } from "./ask-form.ts";
import type { CustomerSession } from "./customer-session.ts";

export interface Question extends Asked {
  readonly event: string;
  readonly clientContactId: string;
  /** The notice as it stood beside the button. */
  readonly notice: string;
}

export type Opened =
  | { readonly ok: true; readonly value: FastPathResponse }
  | { readonly ok: false; readonly code: string };

const isOpened = (body: unknown): body is FastPathResponse =>
  typeof body === "object" && body !== null && "token" in body && "contactId" in body && "messages" in body;

/** Consent covers what the customer gives and no more: an order is looked up only for who named one. */
const purposesFor = ({ orderId, publish }: Asked): FastPathRequest["purposes"] => [
  "support-reply",
  ...(orderId === null ? [] : (["order-lookup"] as const)),
  ...(publish ? (["public-transcript"] as const) : []),
];

/** The one button: consent and first question in one request, repeated under the same ids until an answer comes. */
export const ask = async (session: CustomerSession, question: Question): Promise<Opened> => {
  const { event, clientContactId, text, orderId, notice } = question;
  const hash = await browserCrypto.sha256(browserCrypto.utf8(noticeText(notice)));
  const body: FastPathRequest = {
    publicJwk: session.publicJwk,
    purposes: purposesFor(question),
    noticeHash: browserCrypto.base64url(hash),
    event,
    lane: "stream",
    clientContactId,
    clientMessageId: `${clientContactId}-q`,
    text,
    ...(orderId === null ? {} : { orderId }),
  };
  const send = () => session.send({ method: "POST", path: "/v1/fast-path", body });
  const answer = await persistently(send, browserTimers.wait);
  if (!answer.ok) return { ok: false, code: answer.code };
  if (!isOpened(answer.body)) return { ok: false, code: "bad-answer" };
  session.keep(answer.body.token);
  return { ok: true, value: answer.body };
};

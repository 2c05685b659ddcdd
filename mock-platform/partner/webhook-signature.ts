import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Standard Webhooks 1.0.0, symmetric signatures (`v1`): HMAC-SHA256 over `id.timestamp.body` under a secret of 24 to
 * 64 bytes, written `whsec_` and base64. The header is a list with spaces, so that a secret can be changed without a gap.
 */
export interface WebhookHeaders {
  readonly "webhook-id": string;
  /** Seconds since 1970. */
  readonly "webhook-timestamp": string;
  readonly "webhook-signature": string;
}

export type WebhookVerdict = "good" | "unsigned" | "stale" | "bad-signature";

/** The reference libraries' tolerance either way, wall seconds. */
export const WEBHOOK_TOLERANCE_SEC = 300;

const PREFIX = "whsec_";
const mac = (secret: string, content: string): Buffer =>
  createHmac("sha256", Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, "base64"))
    .update(content, "utf8")
    .digest();

/** The three headers of a callback. `secrets`: one, or two while they change. */
export const signWebhook = (
  secrets: readonly string[],
  id: string,
  timestampSec: number,
  body: string,
): WebhookHeaders => ({
  "webhook-id": id,
  "webhook-timestamp": String(timestampSec),
  "webhook-signature": secrets
    .map((secret) => `v1,${mac(secret, `${id}.${timestampSec}.${body}`).toString("base64")}`)
    .join(" "),
});

/** Whether one of the signatures is good under `secret` and the time within the tolerance. Never throws. */
export const checkWebhook = (
  secret: string,
  headers: Readonly<Record<string, unknown>>,
  body: string,
  nowSec: number,
): WebhookVerdict => {
  const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signatures } = headers;
  if (typeof id !== "string" || typeof at !== "string" || typeof signatures !== "string") return "unsigned";
  if (id === "" || id.includes(".") || !/^\d{1,12}$/.test(at)) return "unsigned";
  const wanted = mac(secret, `${id}.${at}.${body}`);
  const isGood = signatures
    .split(" ")
    .slice(0, 8)
    .some((one) => {
      const given = Buffer.from(one.startsWith("v1,") ? one.slice(3) : "", "base64");
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    });
  if (!isGood) return "bad-signature";
  return Math.abs(nowSec - Number(at)) > WEBHOOK_TOLERANCE_SEC ? "stale" : "good";
};

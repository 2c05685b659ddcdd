import { expect, test } from "vitest";
import { checkWebhook, signWebhook } from "./webhook-signature.ts";

// standard-webhooks, libraries/javascript/src/webhook.test.ts.
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const AT = 1_614_265_330;
const BODY = '{"test": 2432232314}';
const OTHER = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

test("the published vector comes out", () => {
  expect(signWebhook([SECRET], ID, AT, BODY)).toEqual({
    "webhook-id": ID,
    "webhook-timestamp": String(AT),
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

test("one of two signatures is enough while the secret changes", () => {
  const headers = { ...signWebhook([OTHER, SECRET], ID, AT, BODY) };
  expect(checkWebhook(SECRET, headers, BODY, AT)).toBe("good");
  expect(checkWebhook(OTHER, headers, BODY, AT)).toBe("good");
});

test("what was changed, is too old or is unsigned is told apart", () => {
  const headers = { ...signWebhook([SECRET], ID, AT, BODY) };
  expect(checkWebhook(SECRET, headers, `${BODY} `, AT)).toBe("bad-signature");
  expect(checkWebhook(SECRET, { ...headers, "webhook-id": "msg_other" }, BODY, AT)).toBe("bad-signature");
  expect(checkWebhook(SECRET, { ...headers, "webhook-timestamp": String(AT + 1) }, BODY, AT)).toBe("bad-signature");
  expect(checkWebhook(OTHER, headers, BODY, AT)).toBe("bad-signature");
  expect(checkWebhook(SECRET, { ...headers, "webhook-signature": "v1a,xyz v1, v1" }, BODY, AT)).toBe("bad-signature");
  expect(checkWebhook(SECRET, headers, BODY, AT + 300)).toBe("good");
  expect(checkWebhook(SECRET, headers, BODY, AT + 301)).toBe("stale");
  expect(checkWebhook(SECRET, headers, BODY, AT - 301)).toBe("stale");
  expect(checkWebhook(SECRET, {}, BODY, AT)).toBe("unsigned");
  expect(checkWebhook(SECRET, { ...headers, "webhook-timestamp": "soon" }, BODY, AT)).toBe("unsigned");
});

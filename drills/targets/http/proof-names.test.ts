import { expect, test } from "vitest";
import { httpTargetText } from "../../../harness/target/http-example.ts";
import { parseTarget } from "../../../harness/target/load-target.ts";
import { openVirtualDesk } from "../../../test/http-target/virtual-desk.ts";
import { createDialogue } from "./dialogue.ts";
import { proofNames } from "./proof-names.ts";

const proofs = (change?: (section: string) => string) => {
  const { http } = parseTarget(httpTargetText(change), "desk.yaml");
  if (http === undefined) throw new Error("the example has no section http");
  return proofNames(http);
};

test.each([
  ["session", "visitor", true],
  ["customer.replies.socket.ticket", "anything", true],
  ["customer.open", "visitor", true],
  ["customer.open", "replyToken", true],
  ["customer.open", "accessToken", true],
  ["customer.open", "ticket", true],
  ["customer.open", "caseNumber", false],
  ["customer.open", "ticketId", false],
  ["customer.open", "ticketNumber", false],
  ["customer.open", "authorName", false],
  ["customer.open", "author", false],
  ["customer.open", "authorization", true],
  ["customer.open", "contact", false],
  ["open", "consent", false],
])("what %s reads as %s: a proof? %s", (where, name, is) => {
  expect(proofs()(where, name)).toBe(is);
});

test("a contact's id is shown although it goes out in a header", () => {
  const change = (section: string): string =>
    section.replace(
      'headers: { x-visitor: "{visitor}" }',
      'headers: { x-visitor: "{visitor}", x-case: "{contact?1}" }',
    );
  expect(proofs(change)("customer.open", "contact")).toBe(false);
});

test("a token that an opening reads is masked wherever it comes back, and the contact's id is not", async () => {
  const json = { case: { number: "case-1234567", token: "t0ken/of-one" } };
  const { options, time } = openVirtualDesk(() => ({ status: 201, json }));
  const dialogue = createDialogue(options, {}, {});
  const read = { contact: "/case/number", replyToken: "/case/token" };
  await time.run(dialogue.call("customer.open", { request: { method: "POST", path: "/cases" }, read }));
  expect(dialogue.mask.clean("GET /cases/case-1234567?by=t0ken%2Fof-one")).toBe("GET /cases/case-1234567?by=***");
});

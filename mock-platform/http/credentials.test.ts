import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApiDocument } from "../openapi.ts";
import { startStack } from "../server.ts";
import type { RunningStack } from "../stack-options.ts";
import { collectLog } from "../testing/log-lines.ts";
import { ask, expectProblem } from "../testing/raw-http.ts";
import { TestCustomer } from "../testing/test-customer.ts";

interface Operation {
  readonly tags: readonly [string];
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly requestBody?: unknown;
}
interface Route extends Operation {
  readonly method: string;
  readonly path: string;
}

const document: { paths: Record<string, Record<string, Operation>> } = JSON.parse(
  JSON.stringify(await openApiDocument()),
);
/** Every route of every listener, from the document that is made of the routes themselves. */
const ROUTES: Route[] = Object.entries(document.paths).flatMap(([path, { servers: _, ...item }]) =>
  Object.entries(item).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
);
const needs = (scheme: string): Route[] => ROUTES.filter(({ security }) => security.some((one) => scheme in one));

let stack: RunningStack;
const log = collectLog();
beforeAll(async () => {
  stack = await startStack({ orders: 5, logLevel: "trace", log });
});
afterAll(() => stack.close());

const addressOf = ({ tags: [tag], path }: Route): string => {
  const base =
    tag === "pop"
      ? stack.pops["pop-a"]
      : tag === "origin"
        ? stack.origin
        : tag === "partner"
          ? stack.partner
          : stack.ops;
  return `${base}${path
    .replace("{id}", "c_1")
    .replace("{event}", "drop")
    .replaceAll(/\{\w+\}/g, "x")}`;
};
const send = (route: Route, headers: Record<string, string>) =>
  ask(addressOf(route), {
    method: route.method,
    headers: { ...(route.requestBody === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(route.requestBody === undefined ? {} : { body: "{}" }),
  });
const named = (routes: readonly Route[]): [string, Route][] =>
  routes.map((route) => [`${route.method} ${route.path}`, route]);

test("each kind of credential is asked for by some route, and the edge's own are public", () => {
  for (const scheme of ["consentToken", "proof", "ticket", "agentBearer", "operatorBearer", "partnerBearer"])
    expect(needs(scheme).length, scheme).toBeGreaterThan(0);
  const open = ROUTES.filter(({ security }) => security.length === 0).map(({ path }) => path);
  expect(open).toEqual(
    expect.arrayContaining(["/edge/v1/islands/{event}", "/edge/v1/status", "/edge/v1/metadata/root"]),
  );
});

test.each(named(ROUTES.filter(({ security }) => security.length === 0)))(
  "%s answers without any",
  async (_name, route) => {
    expect((await send(route, {})).status).toBeLessThan(300);
  },
);

describe.each([
  ["agentBearer", () => stack.agentBearer, () => stack.opsBearer],
  ["partnerBearer", () => stack.partnerBearer, () => stack.agentBearer],
  ["operatorBearer", () => stack.opsBearer, () => stack.agentBearer],
] as const)("%s", (scheme, good, other) => {
  test.each(named(needs(scheme)))("%s", async (_name, route) => {
    const bad: Readonly<Record<string, string>> = {
      "the other listener's": `Bearer ${other()}`,
      "a made-up one": `Bearer ${"A".repeat(43)}`,
      "an empty one": "Bearer ",
      "only the scheme": "Bearer",
      "no scheme": good(),
      "another scheme": `Basic ${good()}`,
      "a longer one": `Bearer ${good()}A`,
      "a shorter one": `Bearer ${good().slice(0, -1)}`,
      "something behind it": `Bearer ${good()} x`,
      "two spaces": `Bearer  ${good()}`,
      padding: `Bearer ${good()}=`,
    };
    expectProblem(await send(route, {}), "bad-bearer", "missing");
    for (const [what, authorization] of Object.entries(bad))
      expectProblem(await send(route, { authorization }), "bad-bearer", what);
    expectProblem(
      await ask(`${addressOf(route)}${addressOf(route).includes("?") ? "&" : "?"}access_token=${good()}`, {
        method: route.method,
      }),
      "bad-bearer",
      "in the address",
    );
    expect((await send(route, { authorization: `bearer ${good()}` })).status).not.toBe(401);
  });
});

test.each(named(needs("consentToken")))("%s takes no request without token and proof", async (_name, route) => {
  const customer = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  await customer.open();
  const authorization = `DPoP ${customer.token}`;
  const dpop = await customer.proof(route.method, addressOf(route));
  expectProblem(await send(route, {}), "no-token", "neither");
  expectProblem(await send(route, { dpop }), "no-token", "no token");
  expectProblem(await send(route, { authorization }), "no-token", "no proof");
  expectProblem(await send(route, { authorization: `Bearer ${customer.token}`, dpop }), "no-token", "as a bearer");
  expectProblem(await send(route, { authorization: `Bearer ${stack.agentBearer}`, dpop }), "no-token", "an agent's");
  const known = await send(route, { authorization, dpop });
  expect([403, 404, 400], known.text).toContain(known.status);
});

test("the one button takes no request without a proof", async () => {
  const customer = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  const url = `${stack.pops["pop-a"]}/v1/fast-path`;
  const body = JSON.stringify(customer.request());
  const headers = { "content-type": "application/json" };
  expectProblem(await ask(url, { method: "POST", headers, body }), "no-token");
  const stranger = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  const dpop = await stranger.proof("POST", url);
  expectProblem(await ask(url, { method: "POST", headers: { ...headers, dpop }, body }), "bad-proof", "of another key");
});

test("nothing of this is in the stack's log, however much it logs", () => {
  expect(log.text()).not.toBe("");
  for (const secret of [stack.agentBearer, stack.opsBearer]) expect(log.text()).not.toContain(secret);
  expect(log.text()).not.toMatch(/ey[A-Za-z0-9_-]{20,}\./);
  expect(log.text()).not.toMatch(/"level":50/);
});

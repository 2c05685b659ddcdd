import { Validator } from "@seriousme/openapi-schema-validator";
import { beforeAll, expect, test } from "vitest";
import { openApiDocument } from "./openapi.ts";

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly tags: readonly string[];
  readonly security: readonly object[];
  readonly responses: Readonly<Record<string, object>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

let document: Document;
const operations = (): [string, Operation][] =>
  Object.entries(document.paths).flatMap(([path, { servers: _, ...item }]) =>
    Object.entries(item).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
  );
beforeAll(async () => {
  document = JSON.parse(JSON.stringify(await openApiDocument()));
});

test("the document is valid OpenAPI 3.1, and comes out the same each time", async () => {
  expect(await new Validator().validate(JSON.parse(JSON.stringify(document)))).toMatchObject({ valid: true });
  expect(JSON.stringify(await openApiDocument())).toBe(JSON.stringify(document));
});

test("it has each listener's routes, the feed and the exports among them", () => {
  const names = operations().map(([name]) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      "post /v1/fast-path",
      "get /v1/contacts/{id}/feed",
      "post /v1/agent/contacts/{id}/claim",
      "get /readyz",
      "get /export/v1/log",
      "post /partner/v1/cases",
    ]),
  );
  expect(new Set(operations().map(([, { operationId }]) => operationId)).size).toBe(names.length);
  expect(new Set(operations().flatMap(([, { tags }]) => tags))).toEqual(
    new Set(["pop", "origin", "operations", "partner"]),
  );
});

test("each operation says in a line what it is for", () => {
  expect(operations().flatMap(([name, { summary = "" }]) => (summary.length > 10 ? [] : [name]))).toEqual([]);
});

test("each operation says what success is, and that all else is a problem", () => {
  for (const [name, { responses }] of operations()) {
    const successes = Object.keys(responses).filter((status) => /^[123]/.test(status));
    expect(successes.length, name).toBeGreaterThan(0);
    expect(responses["default"], name).toEqual({ $ref: "#/components/responses/Problem" });
  }
});

test("shapes stand once, under their own names, and no reference leads nowhere", () => {
  const text = JSON.stringify(document);
  const referred = new Set([...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name));
  expect(referred).toEqual(new Set(Object.keys(document.components.schemas)));
  expect(document.components.schemas).toHaveProperty("FastPathRequest.properties.publicJwk", {
    $ref: "#/components/schemas/PublicJwk",
  });
});

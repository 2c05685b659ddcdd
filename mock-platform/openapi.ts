import { STATUS_CODES } from "node:http";
import { CALLBACK_PATH } from "./promises/callback-route.ts";
import { PROBLEMS } from "./http/problems.ts";
import { type Addresses, openInProcessStack } from "./in-process-stack.ts";
import { STACK_VERSION } from "./stack-options.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = { readonly [name: string]: Json };

const METHODS = ["get", "put", "post", "patch", "delete"] as const;

/** One listener is one tag and one server: they listen on ports of their own. */
const LISTENERS = [
  {
    name: "pop-a",
    tag: "pop",
    port: 41_001,
    says: "A PoP: the customer's API and the edge. Both PoPs have the same routes.",
  },
  {
    name: "origin",
    tag: "origin",
    port: 41_003,
    says: "The origin: the agent's side of the desk. Bearer of the agents.",
  },
  {
    name: "ops",
    tag: "operations",
    port: 41_004,
    says: "Operations and exports. Bearer of the run, and a Host check.",
  },
  {
    name: "partner",
    tag: "partner",
    port: 41_005,
    says: "The fulfilment partner, a house of its own. Bearer of the partner's customers.",
  },
] as const satisfies readonly { name: keyof Addresses; tag: string; port: number; says: string }[];

const DESCRIPTION = [
  "The wire contract of the reference stack, made from the zod schemas of its routes by `npm run docs:update`.",
  "Every error is an RFC 9457 problem with a `code`. POST takes an `Idempotency-Key`: a repeat gets the first answer,",
  "another body under the same key gets `key-reused`. Times are epoch milliseconds of the stack's clock.",
].join(" ");

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const objectAt = (holder: JsonObject, name: string): JsonObject => {
  const value = holder[name];
  return isObject(value) ? value : {};
};

/** The codes that come with a status and what they say. */
const codesOf = (status: number): string =>
  Object.entries(PROBLEMS)
    .filter(([, problem]) => problem.status === status)
    .map(([code, { title }]) => `\`${code}\`: ${title}`)
    .join(" ");

const PROBLEM = { $ref: "#/components/schemas/Problem" };
const problemContent = { "application/problem+json": { schema: PROBLEM } };
const isProblem = (response: JsonObject): boolean =>
  JSON.stringify(response["content"] ?? null).includes('"#/components/schemas/Problem"');

const responsesOf = (responses: JsonObject, isFeed: boolean): JsonObject => {
  const said = Object.entries(responses).map(([status, response]): [string, Json] => {
    if (!isObject(response)) return [status, response];
    if (isProblem(response)) return [status, { $ref: `#/components/responses/Problem${status}` }];
    const description = STATUS_CODES[status] ?? "";
    const { content } = response;
    const isEmpty = JSON.stringify(content ?? null).includes('"schema":{"type":"null"}');
    return [status, content === undefined || isEmpty ? { description } : { description, content }];
  });
  const feed: [string, Json][] = [
    ["101", { description: "The feed is open: one Message a text frame, in order of `seq`." }],
  ];
  return {
    ...Object.fromEntries(isFeed ? feed : said),
    default: { $ref: "#/components/responses/Problem" },
  };
};

/** What a request needs to bring, by listener and path; a test asks each route without it. */
const securityOf = (tag: string, path: string): Json => {
  if (path === CALLBACK_PATH) return [{ webhookSignature: [] }];
  if (path === "/v1/follow-up") return [{ followUpToken: [] }];
  if (tag === "origin") return [{ agentBearer: [] }];
  if (tag === "partner") return [{ partnerBearer: [] }];
  if (tag === "operations") return [{ operatorBearer: [] }];
  if (path === "/edge/v1/purges") return [{ operatorBearer: [] }];
  if (path.endsWith("/feed")) return [{ ticket: [] }];
  if (["/v1/fast-path", "/v1/sessions", "/v1/consents"].includes(path)) return [{ proof: [] }];
  return /^\/v1\/(attachments|contacts|consents)(\/|$)/.test(path) ? [{ consentToken: [], proof: [] }] : [];
};

const operationOf = (operation: JsonObject, tag: string, method: string, path: string): JsonObject => {
  const { responses, ...rest } = operation;
  const words = path.replaceAll(/[{}]/g, "").split("/").filter(Boolean);
  return {
    operationId: [method, ...words].join("-"),
    tags: [tag],
    security: securityOf(tag, path),
    ...rest,
    responses: responsesOf(isObject(responses) ? responses : {}, path.endsWith("/feed")),
  };
};

const pathsOf = (paths: JsonObject, tag: string, server: JsonObject): [string, Json][] =>
  Object.entries(paths).map(([path, item]) => {
    const operations = METHODS.flatMap((method): [string, Json][] => {
      const operation = isObject(item) ? item[method] : undefined;
      return isObject(operation) ? [[method, operationOf(operation, tag, method, path)]] : [];
    });
    return [path, { servers: [server], ...Object.fromEntries(operations) }];
  });

/** Components that are referred to, directly or through others; `XInput` is written `X` where both say the same. */
const usedSchemas = (paths: JsonObject, schemas: JsonObject): { paths: JsonObject; schemas: JsonObject } => {
  const plain = (value: Json): string => JSON.stringify(value).replaceAll(/(schemas\/\w+?)Input"/g, '$1"');
  const differ = new Set(
    Object.keys(schemas).filter(
      (name) => plain(schemas[name] ?? null) !== plain(schemas[name.replace(/Input$/, "")] ?? null),
    ),
  );
  const renamed = (value: Json): string =>
    JSON.stringify(value).replaceAll(/schemas\/(\w+)"/g, (whole, name: string) =>
      differ.has(name) ? whole : `schemas/${name.replace(/Input$/, "")}"`,
    );
  const text = renamed(paths);
  const used = new Map<string, Json>();
  const follow = (from: string): void => {
    for (const [, name = ""] of from.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (used.has(name)) continue;
      const schema = renamed(schemas[name] ?? null);
      used.set(name, JSON.parse(schema));
      follow(schema);
    }
  };
  follow(`${text}${JSON.stringify(PROBLEM)}`);
  return { paths: JSON.parse(text), schemas: Object.fromEntries([...used].toSorted(([a], [b]) => (a < b ? -1 : 1))) };
};

/** One answer per status that a problem can have, with the codes that come with it. */
const problemResponses = (): JsonObject => {
  const statuses = [...new Set(Object.values(PROBLEMS).map(({ status }) => status))].toSorted((a, b) => a - b);
  return {
    Problem: { description: "Any other problem; its `code` says which.", content: problemContent },
    ...Object.fromEntries(
      statuses.map((status) => [`Problem${status}`, { description: codesOf(status), content: problemContent }]),
    ),
  };
};

/** The OpenAPI 3.1 document of all listeners: the same bytes for the same routes. */
export const openApiDocument = async (): Promise<object> => {
  const stack = await openInProcessStack({ orders: 1 });
  try {
    const paths: [string, Json][] = [];
    let all: JsonObject = {};
    for (const { name, tag, port } of LISTENERS) {
      // A plain copy: what Fastify's plug-in gives is typed for all versions of OpenAPI at once.
      const document: JsonObject = JSON.parse(JSON.stringify(stack.apps[name].swagger()));
      paths.push(...pathsOf(objectAt(document, "paths"), tag, { url: `http://127.0.0.1:${port}`, description: tag }));
      all = { ...all, ...objectAt(objectAt(document, "components"), "schemas") };
    }
    const used = usedSchemas(Object.fromEntries(paths), all);
    const bearer = { type: "http", scheme: "bearer" };
    return {
      openapi: "3.1.0",
      info: { title: "Fieldproof reference stack", version: STACK_VERSION, description: DESCRIPTION },
      tags: LISTENERS.map(({ tag, says }) => ({ name: tag, description: says })),
      paths: used.paths,
      components: {
        schemas: used.schemas,
        responses: problemResponses(),
        securitySchemes: {
          consentToken: { type: "http", scheme: "DPoP", description: "The consent token of the fast path (RFC 9449)." },
          proof: { type: "apiKey", in: "header", name: "DPoP", description: "Proof of possession of this request." },
          ticket: { type: "apiKey", in: "query", name: "ticket", description: "A single-use ticket." },
          agentBearer: { ...bearer, description: "The bearer of the agents." },
          webhookSignature: {
            ...{ type: "apiKey", in: "header", name: "webhook-signature" },
            description: "Standard Webhooks 1.0.0 over the body, with webhook-id and webhook-timestamp.",
          },
          followUpToken: {
            ...{ type: "apiKey", in: "header", name: "follow-up-token" },
            description: "The token that came with the promise.",
          },
          partnerBearer: { ...bearer, description: "The bearer of the partner's customers." },
          operatorBearer: { ...bearer, description: "The bearer of the run." },
        },
      },
    };
  } finally {
    await stack.close();
  }
};

import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import fastify, { type FastifyRequest } from "fastify";
import { WebSocketServer } from "ws";
import type { Lane } from "../../core/contract/ids.ts";
import type { FastPathRequest, Message } from "../../core/schema/wire.ts";
import { islandKeyOf } from "../../core/trust/island-key.ts";
import { type Contact, StubDesk } from "./desk.ts";
import { type Asked, StubGuard } from "./guard.ts";
import { exportConsents, exportContacts, exportLog, linesOf } from "./exports.ts";
import { addFaultPort } from "./fault-port.ts";
import { factsOf, pressIsland } from "./knowledge.ts";
import { readLies } from "./lies.ts";

/**
 * A stack that speaks just enough of the wire contract to be drilled, and lies as it is told to. One listener serves
 * as both PoPs, origin and operations. It keeps nothing on disk.
 */
const text = { type: "string" } as const;
const { values } = parseArgs({
  options: {
    ...{ "time-factor": text, seed: text, event: text, items: text, data: text, "secrets-file": text },
    ...{ "exit-with-parent": { type: "boolean" }, lie: { type: "string", multiple: true } },
  },
});
const tells = readLies(values.lie ?? []);
const event = values.event ?? "drop";
const facts = factsOf(event, Number(values.items ?? 300), tells);
const island = await pressIsland(facts, Date.now());
const desk = new StubDesk({ facts, island, tells });
const app = fastify({ bodyLimit: 1 << 20 });
const bearers = { agentBearer: "stub-agent-bearer-1", opsBearer: "stub-operator-bearer" };
const guard = new StubGuard(tells, bearers.agentBearer);
const askedBy = ({ headers, method, host, url }: FastifyRequest): Asked => {
  const { authorization, dpop } = headers;
  const proof = typeof dpop === "string" ? dpop : undefined;
  return { authorization, dpop: proof, method, url: `http://${host}${url.split("?", 1)[0]}` };
};
app.addHook("onRequest", async (request) => {
  const path = request.url.split("?", 1)[0]?.split("/") ?? [];
  if (path[1] === "v1" && path[2] === "contacts") await guard.customer(askedBy(request), path[3] ?? "");
  if (path[1] === "v1" && path[2] === "agent") guard.agent(request.headers.authorization);
});

const AFTER_REFRESH_MS = 1500;
let firstAnswerAt: number | null = null;
const forged = (): boolean =>
  tells("forged-later") && firstAnswerAt !== null && Date.now() - firstAnswerAt > AFTER_REFRESH_MS;

const contactOf = (id: string): Contact => {
  const contact = desk.contacts.get(id);
  if (contact === undefined) throw Object.assign(new Error("no such contact"), { statusCode: 404 });
  return contact;
};
const shown = (contact: Contact, after: number): Message[] =>
  contact.messages
    .filter(({ seq }) => seq > after)
    .flatMap((message) =>
      tells("twice", contact.record.clientContactId) && message.author === "agent" ? [message, message] : [message],
    );

interface ById {
  Params: { id: string };
}

app.post<{ Body: FastPathRequest }>("/v1/fast-path", async (request, reply) => {
  const { body } = request;
  if (tells("html-body")) return reply.type("text/html").send("<!doctype html><title>Thanks!</title>");
  const jkt = await guard.firstProof(askedBy(request));
  const contact = desk.open(body);
  if (contact === null) return reply.code(503).send({ type: "about:blank", status: 503, code: "busy" });
  firstAnswerAt ??= Date.now();
  const { contactId, consentId, openedAt } = contact.record;
  const receipt = { consentId, recordedAt: openedAt, purposes: contact.purposes, noticeHash: contact.noticeHash };
  return reply.code(201).send({
    ...{ sessionId: `session-${consentId}`, consentId, token: guard.issue(contactId, jkt), contactId },
    receipt: { ...receipt, logIndex: 0 },
    decision: contact.decision,
    messages: contact.messages.slice(0, 2),
  });
});
app.post<ById & { Body: { clientMessageId: string; text: string } }>(
  "/v1/contacts/:id/messages",
  async (request, reply) => {
    const contact = contactOf(request.params.id);
    const sent = desk.write(contact, request.body.clientMessageId, request.body.text);
    return reply.code(202).send({ ...sent, state: contact.record.state });
  },
);
app.get<ById & { Querystring: { after: string; wait: string } }>("/v1/contacts/:id/messages", async (request) => {
  const contact = contactOf(request.params.id);
  const after = Number(request.query.after);
  if (shown(contact, after).length === 0)
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        contact.followers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, Number(request.query.wait));
      contact.followers.add(done);
    });
  return { messages: shown(contact, after), state: contact.record.state };
});
app.post<ById>("/v1/contacts/:id/ticket", async ({ params: { id } }, reply) =>
  reply.code(201).send({ ticket: guard.ticket(contactOf(id).record.contactId), expiresAt: desk.now() + 10_000 }),
);
app.post<ById & { Body: { kind: string } }>("/v1/contacts/:id/signals", async ({ params, body }, reply) => {
  if (body.kind === "left") desk.leave(contactOf(params.id));
  return reply.code(204).send();
});

app.get<{ Querystring: { lane: Lane; wait: string } }>("/v1/agent/queue", async (request, reply) => {
  const poll = desk.next(request.query.lane, Number(request.query.wait));
  reply.raw.once("close", () => poll.giveUp());
  const contact = await poll.offered;
  return { items: contact === null ? [] : [desk.itemOf(contact)], depth: 0 };
});
app.post<ById>("/v1/agent/contacts/:id/claim", async ({ params: { id } }, reply) => {
  const contact = contactOf(id);
  if (!desk.claim(contact)) return reply.code(409).send({ type: "about:blank", status: 409, code: "taken" });
  const { contactId } = contact.record;
  return { contactId, claimedAt: desk.now(), context: desk.contextOf(contact), messages: contact.messages };
});
app.post<ById & { Body: { clientMessageId: string; text: string } }>(
  "/v1/agent/contacts/:id/messages",
  async (request) => {
    const { clientMessageId, text: said } = request.body;
    return { message: desk.reply(contactOf(request.params.id), clientMessageId, said), state: "answered" };
  },
);
app.post<ById>("/v1/agent/contacts/:id/resolve", async ({ params: { id } }) => ({
  contactId: id,
  resolvedAt: desk.resolve(contactOf(id)),
}));

app.get("/edge/v1/islands/:event", async () => (forged() ? island.forged : island.good));
addFaultPort(app, tells, island.good);
app.post("/ops/v1/islands/:event/stage", async () => ({
  event,
  version: 1,
  pops: { "pop-a": "good", "pop-b": "good" },
}));
app.get("/ops/v1/island-keys", async () => ({ keys: { [island.keyId]: islandKeyOf(island.pem) } }));
app.get("/ops/v1/facts", async () => facts);
app.get("/ops/v1/counters", async () => ({ contacts: desk.contacts.size }));
app.get("/ops/v1/info", async () => ({
  ...{ name: "fieldproof-reference-stack", version: "stub", defects: [], clockResolutionMs: 1 },
  timeFactor: Number(values["time-factor"]) * (tells("time-factor") ? 2 : 1),
  capabilities: ["customer", "agent", "operations", "export", "islands", "consent", "log"],
}));

const EXPORTS = { contacts: exportContacts, consents: exportConsents, log: exportLog };
for (const [name, records] of Object.entries(EXPORTS))
  app.get(`/export/v1/${name}`, async (_request, reply) => {
    if (name === "log" && tells("log-gone")) return reply.code(410).send({ status: 410, code: "gone" });
    if (name === "log" && tells("log-busy")) return reply.code(503).send({ status: 503, code: "busy" });
    return reply.type("application/x-ndjson").send(linesOf(records(desk, tells)));
  });

const feeds = new WebSocketServer({ noServer: true });
app.server.on("upgrade", (request, socket, head) => {
  const url = new URL(request.url ?? "/", "http://stub");
  const contact = desk.contacts.get(url.pathname.split("/")[3] ?? "");
  if (contact === undefined || !guard.redeems(url.searchParams.get("ticket") ?? "", contact.record.contactId)) {
    socket.destroy();
    return;
  }
  feeds.handleUpgrade(request, socket, head, (feed) => {
    let after = Number(url.searchParams.get("after"));
    const push = (): void => {
      for (const message of shown(contact, after)) feed.send(JSON.stringify(message));
      after = contact.messages.length;
    };
    contact.followers.add(push);
    feed.on("close", () => contact.followers.delete(push));
    push();
  });
});

const address = await app.listen({ host: "127.0.0.1", port: 0 });
writeFileSync(values["secrets-file"] ?? "", JSON.stringify(bearers), { mode: 0o600 });
const pops = { "pop-a": address, "pop-b": address };
process.stdout.write(`${JSON.stringify({ ready: true, pops, origin: address, ops: address, version: "stub" })}\n`);
if (values["exit-with-parent"] === true)
  process.stdin.on("end", () => {
    feeds.close();
    void app.close();
  });
process.stdin.resume();

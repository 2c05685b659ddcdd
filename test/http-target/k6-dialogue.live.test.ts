import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { nodeClock, nodeCrypto, nodeHttp, nodeSockets, nodeTimers } from "../../harness/ports/node-ports.ts";
import { httpTargetText } from "../../harness/target/http-example.ts";
import { parseTarget } from "../../harness/target/load-target.ts";
import { startStack } from "../../mock-platform/server.ts";
import { k6ForTests } from "../../scripts/setup/test-tools.ts";
import { testFolder } from "../temp-folder.ts";
import { type DialogueInput, wholeDialogue } from "./whole-dialogue.ts";

const k6 = k6ForTests();
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const NODE_PORTS = { http: nodeHttp, sockets: nodeSockets, timers: nodeTimers, crypto: nodeCrypto, clock: nodeClock };
const K6_ENTRY = `
import { k6Crypto } from "./drills/k6/crypto-port.ts";
import { k6Http } from "./drills/k6/http-port.ts";
import { k6Sockets } from "./drills/k6/socket-port.ts";
import { k6Clock, k6Timers } from "./drills/k6/timers.ts";
import { wholeDialogue } from "./test/http-target/whole-dialogue.ts";
const inputs = JSON.parse(open("./inputs.json"));
const ports = { http: k6Http, sockets: k6Sockets, timers: k6Timers, crypto: k6Crypto, clock: k6Clock };
export default async function () {
  const all = await Promise.all(inputs.map((input) => wholeDialogue(ports, input)));
  console.log("LIVED " + JSON.stringify(all));
}`;

/** The example desk, as far as one contact needs it; keeps what it was asked, less what any two clients differ in. */
async function exampleDesk() {
  const asked: string[] = [];
  const posts: { no: number; by: { role: string }; words: string; when: number }[] = [];
  let reference = "";
  const bodyOf = async (request: IncomingMessage): Promise<URLSearchParams> => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    return new URLSearchParams(text);
  };
  const server = createServer((request, response) => {
    void bodyOf(request).then((form) => {
      const { method, url = "", headers } = request;
      const kept = ["cookie", "x-visitor", "x-synthetic", "idempotency-key", "content-type"].map(
        (name) => headers[name],
      );
      const line = JSON.stringify([method, url, ...kept, ...form]);
      // How often was polled is a matter of time.
      if (!asked.includes(line)) asked.push(line);
      const say = (status: number, value?: unknown, cookies: string[] = []): void => {
        response.writeHead(status, { "set-cookie": cookies, "content-type": "application/json" });
        response.end(value === undefined ? undefined : JSON.stringify(value));
      };
      const post = (role: string): void => {
        posts.push({
          no: posts.length + 1,
          by: { role },
          words: form.get("words") ?? form.get("subject") ?? "",
          when: Date.now() / 1000,
        });
        say(201, { post: posts.at(-1), case: { number: 17 } });
      };
      if (url === "/visitors") say(201, { visitor: { token: "visitor-token-1" } }, ["trap=1; Path=/"]);
      else if (url === "/cases") {
        reference = form.get("ref") ?? "";
        post("visitor");
      } else if (url.startsWith("/cases/17/posts?"))
        say(200, { posts: posts.filter(({ no }) => no > Number(url.split("from=")[1])) });
      else if (url === "/staff/login")
        say(204, undefined, [
          "sid=c-12345; Path=/staff; Expires=Wed, 21 Oct 2099 07:28:00 GMT",
          "theme=dark; HttpOnly",
          "other=1; Path=/elsewhere",
        ]);
      else if (url.startsWith("/staff/waiting")) say(200, { waiting: [{ number: 17, ref: reference, since: 1 }] });
      else if (url === "/staff/cases/17/posts") post("staff");
      else if (url === "/cases/17/leave") say(302, undefined);
      else say(204);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  return { base, asked, close: () => server.close() };
}

const exampleInput = (base: string): DialogueInput => {
  const { http: mapping } = parseTarget(
    httpTargetText((section) => section.replace("everyMs: 1000", "everyMs: 200")),
    "desk.yaml",
  );
  if (mapping === undefined) throw new Error("no section http");
  return {
    ...{ mapping, pop: base, origin: base, secrets: { "agent-key": "agent-key-31337" }, idPrefix: "run-1" },
    ...{ lane: "stream", delivery: "long-poll" },
  };
};
const nativeInput = (stack: Awaited<ReturnType<typeof startStack>>, idPrefix: string): DialogueInput => {
  const path = new URL("../../examples/native-wire.target.yaml", import.meta.url);
  const { http: mapping } = parseTarget(readFileSync(path, "utf8"), "native-wire.target.yaml");
  if (mapping === undefined) throw new Error("no section http");
  return {
    ...{ mapping, pop: stack.pops["pop-a"] ?? "", origin: stack.origin, idPrefix, lane: "solo", delivery: "websocket" },
    secrets: { "agent-bearer": stack.agentBearer },
  };
};

test.skipIf(k6 === undefined)(
  "k6 and Node live the same dialogue by the same code: cookies, forms, redirects, sockets, proofs",
  async () => {
    const desks = { node: await exampleDesk(), k6: await exampleDesk() };
    const stack = await startStack({ orders: 5, logLevel: "fatal" });
    const dir = await testFolder("http-dialogue");
    try {
      const inNode = [
        await wholeDialogue(NODE_PORTS, exampleInput(desks.node.base)),
        await wholeDialogue(NODE_PORTS, nativeInput(stack, "node-1")),
      ];
      await build({
        ...{ stdin: { contents: K6_ENTRY, resolveDir: ROOT, loader: "ts" }, outfile: join(dir, "script.js") },
        ...{ bundle: true, format: "esm", platform: "neutral", target: "es2017", external: ["k6", "k6/*"] },
      });
      await writeFile(
        join(dir, "inputs.json"),
        JSON.stringify([exampleInput(desks.k6.base), nativeInput(stack, "k6-1")]),
      );
      const args = ["run", "--quiet", "--no-usage-report", "--log-format=raw", "--summary-mode=disabled", "script.js"];
      const { stdout, stderr } = await promisify(execFile)(k6 ?? "", args, {
        cwd: dir,
        timeout: 30_000,
        env: { HOME: dir, PATH: process.env["PATH"], K6_AUTO_EXTENSION_RESOLUTION: "false" },
      });
      const lived = /^LIVED (.*)$/m.exec(`${stdout}\n${stderr}`)?.[1];
      expect(lived, `${stdout}${stderr}`.slice(0, 2000)).toBeDefined();
      expect(JSON.parse(lived ?? "[]")).toEqual(inNode);
      // Who was quicker, and which page a poll began at, is a matter of time.
      const acts = (asked: readonly string[]): string[] => asked.filter((line) => !line.includes("?from=")).sort();
      expect(acts(desks.k6.asked)).toEqual(acts(desks.node.asked));

      expect(inNode[0]).toEqual(
        expect.arrayContaining(["reply ok", "agent: it is on its way", "signal signal 302 redirect"]),
      );
      expect(inNode[1]).toEqual(expect.arrayContaining(["next ok true", "agent: it is on its way", "resolve ok"]));
      const staff = desks.k6.asked.filter((line) => /staff\/(waiting|cases)/.test(line));
      expect(staff.length).toBe(4);
      expect(staff.every((line) => line.includes('"sid=c-12345; theme=dark"'))).toBe(true);
      expect(desks.k6.asked.join("")).not.toContain("trap=1");
    } finally {
      desks.node.close();
      desks.k6.close();
      await stack.close();
    }
  },
  40_000,
);

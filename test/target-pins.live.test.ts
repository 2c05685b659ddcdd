import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { k6Hosts } from "../harness/target/pins.ts";
import { k6ForTests } from "../scripts/setup/test-tools.ts";

const k6 = k6ForTests();

/** Asks the same three names as the scenario would, and prints the status of each answer. */
const script = (hosts: object, port: number, elsewhere: number): string => `
import http from "k6/http";
export const options = { hosts: ${JSON.stringify(hosts)}, maxRedirects: 0, rps: 50 };
export default function () {
  const get = (url) => http.get(url, { timeout: "2s" }).status;
  console.log(JSON.stringify([
    get("http://desk.invalid:${port}/"),
    get("http://desk.invalid:${port}/away"),
    get("http://desk.invalid:${elsewhere}/"),
    get("http://other.invalid:${port}/"),
  ]));
}`;

test.skipIf(k6 === undefined)(
  "k6 goes to the pins by name and port, and follows no redirect",
  async () => {
    const seen: string[] = [];
    const listen = async (name: string, to?: () => number) => {
      const server = createServer((request, response) => {
        seen.push(`${name} ${request.headers.host?.split(":")[0]} ${request.url}`);
        if (request.url === "/away") response.writeHead(302, { location: `http://127.0.0.1:${to?.()}/` });
        response.end();
      }).listen(0, "127.0.0.1");
      await once(server, "listening");
      const address = server.address();
      return { server, port: typeof address === "object" && address !== null ? address.port : 0 };
    };
    const elsewhere = await listen("elsewhere");
    const desk = await listen("desk", () => elsewhere.port);
    const dir = await mkdtemp(join(tmpdir(), "fieldproof-pins-"));
    try {
      const hosts = k6Hosts([{ host: "desk.invalid", port: desk.port, addresses: ["127.0.0.1"] }]);
      await writeFile(join(dir, "script.js"), script(hosts, desk.port, elsewhere.port));
      const args = ["run", "--quiet", "--no-usage-report", "--log-format=raw", "--summary-mode=disabled", "script.js"];
      const { stdout, stderr } = await promisify(execFile)(k6 ?? "", args, {
        cwd: dir,
        timeout: 30_000,
        env: { HOME: dir, PATH: process.env["PATH"], K6_AUTO_EXTENSION_RESOLUTION: "false" },
      });
      expect(`${stdout}${stderr}`).toContain("[200,302,0,0]");
      expect(seen).toEqual(["desk desk.invalid /", "desk desk.invalid /away"]);
    } finally {
      desk.server.close();
      elsewhere.server.close();
      await rm(dir, { recursive: true, force: true });
    }
  },
  40_000,
);

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { OnProgress } from "../../../harness/run/progress.ts";
import { LIVE_PAGE, LIVE_SCRIPT, LIVE_STYLE } from "./live-page.ts";
import { liveView } from "./live-view.ts";
import { after, NO_FIGURES, type RunFigures } from "./run-figures.ts";

const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
  "cross-origin-resource-policy": "same-origin",
};
const PAGES: Readonly<Record<string, readonly [type: string, body: string]>> = {
  "/": ["text/html; charset=utf-8", LIVE_PAGE],
  "/live.css": ["text/css; charset=utf-8", LIVE_STYLE],
  "/live.js": ["text/javascript; charset=utf-8", LIVE_SCRIPT],
};
/** Onlookers, not an audience: each costs the machine that makes the load. */
const MOST_ONLOOKERS = 8;

export interface LiveServer {
  readonly address: string;
  readonly on: OnProgress;
  /** Tells onlookers that the run is over and stops listening. Safe to repeat. */
  close(): Promise<void>;
}

/**
 * Serves the figures of a run on loopback while it goes on: to this machine only, and to no page of another origin, since
 * a name that leads here is not answered. Writes on each word of progress, about one a second; a reader that is slow loses
 * words and holds nothing up.
 */
export async function startLiveServer(port = 0): Promise<LiveServer> {
  let figures: RunFigures = NO_FIGURES;
  const onlookers = new Set<ServerResponse>();
  const word = (): string => `data: ${JSON.stringify(liveView(figures))}\n\n`;
  let names: readonly string[] = [];
  let closing: Promise<void> | undefined;

  const follow = (response: ServerResponse): void => {
    if (closing !== undefined || onlookers.size >= MOST_ONLOOKERS) {
      response.writeHead(503, HEADERS).end();
      return;
    }
    onlookers.add(response);
    response.on("close", () => onlookers.delete(response));
    response.writeHead(200, { ...HEADERS, "content-type": "text/event-stream" });
    response.write(`retry: 2000\n${word()}`);
  };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    if (!names.includes(request.headers.host ?? "")) response.writeHead(421, HEADERS).end();
    else if (request.method !== "GET") response.writeHead(405, { ...HEADERS, allow: "GET" }).end();
    else if (request.url === "/figures") follow(response);
    else if (request.url === "/favicon.ico") response.writeHead(204, HEADERS).end();
    else {
      const page = Object.hasOwn(PAGES, request.url ?? "") ? PAGES[request.url ?? ""] : undefined;
      if (page === undefined) response.writeHead(404, HEADERS).end();
      else response.writeHead(200, { ...HEADERS, "content-type": page[0] }).end(page[1]);
    }
  };
  const server = createServer({ requestTimeout: 10_000 }, answer);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
  const { port: taken } = server.address() as AddressInfo;
  names = [`127.0.0.1:${taken}`, `localhost:${taken}`];
  return {
    address: `http://127.0.0.1:${taken}`,
    on: (progress) => {
      const next = after(figures, progress);
      if (next === figures) return;
      figures = next;
      for (const one of onlookers) if (!one.writableNeedDrain) one.write(word());
    },
    close: () => {
      closing ??= new Promise((resolve) => {
        for (const one of onlookers) one.end("event: end\ndata: {}\n\n");
        // A word that comes later is nobody's any more.
        onlookers.clear();
        server.close(() => resolve());
        server.closeIdleConnections();
        // Whoever does not read must not hold up the verdict.
        setTimeout(() => server.closeAllConnections(), 500).unref();
      });
      return closing;
    },
  };
}

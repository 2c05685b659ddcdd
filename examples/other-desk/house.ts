import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createCaseBook } from "./case-book.ts";
import { readCatalogue } from "./catalogue.ts";
import { answerBy, readAsked, Refusal, sendAnswer, type Way } from "./exchange.ts";
import type { FaultName } from "./faults.ts";
import { staffWays } from "./staff-ways.ts";
import { createTraffic, type TrafficCount } from "./traffic.ts";
import { visitorWays } from "./visitor-ways.ts";

export interface HouseOptions {
  /** 0 for a free one. */
  readonly port: number;
  readonly staffPass: string;
  readonly limitPerMinute: number | null;
  readonly faults: readonly FaultName[];
  readonly catalogue?: string;
  readonly clock?: { now(): number };
}

export interface House {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  traffic(): TrafficCount;
  close(): Promise<void>;
}

/** Opens the house on loopback. @throws when the port is taken or the catalogue cannot be read */
export const openHouse = async (options: HouseOptions): Promise<House> => {
  const clock = options.clock ?? { now: () => Date.now() };
  const faults = new Set(options.faults);
  const catalogue = readCatalogue(options.catalogue ?? new URL("catalogue.json", import.meta.url));
  const handbook = faults.has("wrong-answer") ? catalogue.lastYearsHandbook : catalogue.handbook;
  const book = createCaseBook(clock, faults);
  const traffic = createTraffic(options.limitPerMinute);
  const house: Way[] = [
    {
      method: "GET",
      path: /^\/house\/traffic$/,
      answer: () => {
        const { requests, mostIn60s, refused, limitPerMinute } = traffic.count();
        return {
          status: 200,
          body: {
            requests,
            most_in_60_s: mostIn60s,
            refused,
            limit_per_minute: limitPerMinute,
            cases: book.all().length,
          },
        };
      },
    },
  ];
  const ways = [
    ...visitorWays({ clock, book, catalogue, handbook }),
    ...staffWays({ book, catalogue, handbook, staffPass: options.staffPass }),
  ];
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (request, response) => {
    const isHouse = request.url?.startsWith("/house/") === true;
    // The house's own account is no traffic of its guests.
    const waitSec = isHouse ? null : traffic.arrive(clock.now());
    const work = async () => {
      if (waitSec !== null)
        throw new Refusal(429, "too_often", "Too many requests within a minute.", { "retry-after": String(waitSec) });
      return answerBy(isHouse ? house : ways, await readAsked(request));
    };
    work()
      .catch((error: unknown) => {
        if (error instanceof Refusal) return error.answer;
        return { status: 500, body: { trouble: { reason: "broken", message: "The house made a mistake." } } };
      })
      .then((answer) => sendAnswer(response, answer))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    traffic: traffic.count,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
};

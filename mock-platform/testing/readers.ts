import { WebSocket } from "ws";
import type { Message, MessagePage, TicketResponse } from "../../core/schema/wire.ts";
import type { Problematic, TestCustomer } from "./test-customer.ts";

/** One connection of a customer who follows a contact. */
export interface Reader {
  /** What came over this connection, in the order in which it came. */
  readonly seen: readonly Message[];
  /** Resolves once `count` messages came; rejects when the connection ends before. */
  until(count: number): Promise<void>;
  /** How the stack ended it: `4408 too slow`, `403 consent-withdrawn`, `1006 `; `dropped` by the reader itself. */
  readonly ended: Promise<string>;
  /** Breaks the connection off, as a lost network does: no closing handshake. */
  drop(): void;
}

export interface Transport {
  readonly name: string;
  /** Follows the customer's contact behind `after`; resolves once the stack has let the reader in. */
  read(customer: TestCustomer, after: number): Promise<Reader>;
}

const collector = () => {
  const seen: Message[] = [];
  const waiting = new Set<{ count: number; resolve: () => void; reject: (error: Error) => void }>();
  let end = (_reason: string): void => {};
  let over: string | null = null;
  const ended = new Promise<string>((resolve) => {
    end = (reason) => {
      over ??= reason;
      resolve(over);
      for (const { reject } of waiting) reject(new Error(`ended (${over}) after ${seen.length} messages`));
      waiting.clear();
    };
  });
  return {
    seen,
    ended,
    end: (reason: string) => end(reason),
    over: () => over !== null,
    take: (message: Message): void => {
      if (over !== null) return;
      seen.push(message);
      for (const one of waiting) {
        if (seen.length < one.count) continue;
        waiting.delete(one);
        one.resolve();
      }
    },
    until: (count: number): Promise<void> =>
      new Promise((resolve, reject) => {
        if (seen.length >= count) resolve();
        else if (over !== null) reject(new Error(`ended (${over}) after ${seen.length} messages`));
        else waiting.add({ count, resolve, reject });
      }),
  };
};

/** A new ticket for the customer's contact. */
export const ticketOf = async (customer: TestCustomer): Promise<string> => {
  const { status, body } = await customer.call<TicketResponse & Problematic>(
    "POST",
    `/v1/contacts/${customer.contactId}/ticket`,
    {},
  );
  if (status !== 201) throw new Error(`${status} ${body.code}`);
  return body.ticket;
};

export const feedUrl = (customer: TestCustomer, ticket: string, after: number): string =>
  `${customer.pop.replace(/^http/, "ws")}/v1/contacts/${customer.contactId}/feed?ticket=${ticket}&after=${after}`;

/** Resolves with the socket once open; rejects with `STATUS CODE` of the problem when there is no upgrade. */
export const opened = (socket: WebSocket): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    socket.once("open", () => resolve(socket));
    socket.once("error", reject);
    socket.once("unexpected-response", (_request, response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => {
        const problem: Partial<Problematic> = JSON.parse(Buffer.concat(parts).toString() || "{}");
        reject(new Error(`${response.statusCode} ${problem.code}`));
      });
    });
  });

export const bySocket: Transport = {
  name: "WebSocket",
  read: async (customer, after) => {
    const { seen, ended, end, take, until } = collector();
    const socket = new WebSocket(feedUrl(customer, await ticketOf(customer), after));
    // Before the socket opens: the first frames may come with the answer to the upgrade.
    socket.on("message", (data) => take(JSON.parse(String(data))));
    socket.on("close", (code, reason) => end(`${code} ${String(reason)}`));
    await opened(socket);
    const drop = (): void => {
      end("dropped");
      socket.terminate();
    };
    return { seen, ended, until, drop };
  },
};

/** Wall milliseconds that one poll waits; any value gives the same messages. */
const POLL_MS = 2000;

export const byPoll: Transport = {
  name: "long poll",
  read: async (customer, after) => {
    const { seen, ended, end, over, take, until } = collector();
    const gone = new AbortController();
    let last = after;
    const poll = async (waitMs: number): Promise<void> => {
      const { status, body } = await customer.page<MessagePage & Problematic>(last, waitMs, gone.signal);
      if (status !== 200) return end(`${status} ${body.code}`);
      for (const message of body.messages) {
        take(message);
        last = message.seq;
      }
    };
    const loop = async (): Promise<void> => {
      while (!over()) await poll(POLL_MS);
    };
    await poll(0);
    loop().catch(() => end("no answer"));
    const drop = (): void => {
      end("dropped");
      gone.abort();
    };
    return { seen, ended, until, drop };
  },
};

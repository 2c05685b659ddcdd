import { randomUUID } from "node:crypto";
import type { SessionKey } from "../../core/contract/ports.ts";
import type { FastPathRequest, FastPathResponse } from "../../core/schema/wire.ts";
import { createDpopProof } from "../../core/trust/dpop-proof.ts";
import { newSessionKey, testCrypto } from "./node-crypto-port.ts";

export interface Answered<T> {
  readonly status: number;
  readonly body: T;
}

export interface Problematic {
  readonly code: string;
  readonly status: number;
  readonly detail?: string;
}

const parsedBody = (text: string): unknown => (text === "" ? null : JSON.parse(text));

/** One customer's session at a PoP, over real HTTP; each request carries a proof. */
export class TestCustomer {
  readonly key: SessionKey;
  readonly pop: string;
  token: string | null = null;
  contactId = "";
  consentId = "";

  constructor(key: SessionKey, pop: string) {
    this.key = key;
    this.pop = pop;
  }

  static async at(pop: string, key?: SessionKey): Promise<TestCustomer> {
    return new TestCustomer(key ?? (await newSessionKey()), pop);
  }

  /** A well-formed fast-path request with fresh ids. */
  request(overrides: Partial<FastPathRequest> = {}): FastPathRequest {
    return {
      publicJwk: this.key.publicJwk,
      purposes: ["support-reply", "order-lookup"],
      noticeHash: "n".repeat(43),
      event: "drop",
      lane: "stream",
      clientContactId: randomUUID(),
      clientMessageId: randomUUID(),
      text: "Was I charged for order D100000?",
      ...overrides,
    };
  }

  /** The one button; keeps token and ids when it worked. */
  async open(
    overrides: Partial<FastPathRequest> = {},
    headers: Record<string, string> = {},
  ): Promise<Answered<FastPathResponse>> {
    const answer = await this.call<FastPathResponse>("POST", "/v1/fast-path", this.request(overrides), headers);
    if (answer.status === 201) {
      this.token = answer.body.token;
      this.contactId = answer.body.contactId;
      this.consentId = answer.body.consentId;
    }
    return answer;
  }

  send<T>(
    text: string,
    clientMessageId: string = randomUUID(),
    headers: Record<string, string> = {},
  ): Promise<Answered<T>> {
    return this.call<T>("POST", `/v1/contacts/${this.contactId}/messages`, { clientMessageId, text }, headers);
  }

  page<T>(after = 0, wait = 0, signal?: AbortSignal): Promise<Answered<T>> {
    const path = `/v1/contacts/${this.contactId}/messages?after=${after}&wait=${wait}`;
    return this.call<T>("GET", path, undefined, {}, signal);
  }

  async proof(
    method: string,
    url: string,
    jti: string = randomUUID(),
    issuedAtSec = Date.now() / 1000,
  ): Promise<string> {
    const accessToken = this.token === null ? {} : { accessToken: this.token };
    return createDpopProof({ key: this.key, method, url, issuedAtSec, jti, ...accessToken }, testCrypto);
  }

  async call<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    signal: AbortSignal | null = null,
  ): Promise<Answered<T>> {
    const url = `${this.pop}${path}`;
    const response = await fetch(url, {
      method,
      signal,
      headers: {
        dpop: await this.proof(method, url),
        ...(this.token === null ? {} : { authorization: `DPoP ${this.token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: parsedBody(await response.text()) as T };
  }
}

/** A caller with a bearer: an agent or an operator. */
export const bearerCaller =
  (base: string, bearer: string) =>
  async <T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answered<T>> => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${bearer}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (response.headers.get("content-type")?.includes("ndjson") === true
        ? text
            .trimEnd()
            .split("\n")
            .filter(Boolean)
            .map((line) => JSON.parse(line))
        : parsedBody(text)) as T,
    };
  };

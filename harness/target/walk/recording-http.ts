import type { Clock, Http, HttpRequest, HttpResponse } from "../../../core/contract/ports.ts";

/** One request with its answer. */
export interface Exchange {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
}

export interface RecordingHttp extends Http {
  /** Exchanges from the nth on. */
  since(n: number): readonly Exchange[];
  count(): number;
}

export interface Bounds {
  readonly requests: number;
  /** Epoch milliseconds. */
  readonly endsAt: number;
}

/** Why nothing was sent; stands where an answer's error would. */
export const OUT_OF_BOUNDS = "out-of-bounds";

/** Keeps every exchange, and sends nothing more once the bounds are reached. */
export const createRecordingHttp = (http: Http, clock: Clock, bounds: Bounds): RecordingHttp => {
  const exchanges: Exchange[] = [];
  return {
    send: async (request) => {
      const leftMs = bounds.endsAt - clock.now();
      const outside = exchanges.length >= bounds.requests || leftMs <= 0;
      const response = outside
        ? { status: 0, headers: {}, body: "", error: OUT_OF_BOUNDS }
        : await http.send({ ...request, timeoutMs: Math.min(request.timeoutMs, leftMs) });
      exchanges.push({ request, response });
      return response;
    },
    since: (n) => exchanges.slice(n),
    count: () => exchanges.length,
  };
};

/** Why a request of a replay has no answer. */
export const NOT_RECORDED = "not-in-the-record";

/** Path and query of an address. */
export const pathOf = (url: string): string => url.replace(/^[a-z]+:\/\/[^/?#]*/, "");

import http from "k6/http";
import type { Http, HttpResponse } from "../../core/contract/ports.ts";

/** The Http port over `k6/http`: asynchronous, so that open sockets of the same VU keep their events on time. */
export const k6Http: Http = {
  send: async (request): Promise<HttpResponse> => {
    try {
      const response = await http.asyncRequest(request.method, request.url, request.body ?? null, {
        headers: { ...request.headers },
        timeout: Math.max(1, Math.round(request.timeoutMs)),
        redirects: 0,
        // Cookies are the adapter's: those that k6 keeps of its own accord would go along unasked.
        jar: new http.CookieJar(),
      });
      const headers: Record<string, string> = {};
      for (const [name, value] of Object.entries(response.headers)) headers[name.toLowerCase()] = String(value);
      const body = typeof response.body === "string" ? response.body : "";
      return response.status === 0
        ? { status: 0, headers, body, error: `k6-${response.error_code}` }
        : { status: response.status, headers, body };
    } catch (error) {
      return {
        status: 0,
        headers: {},
        body: "",
        error: error instanceof Error ? error.message.slice(0, 80) : "request-failed",
      };
    }
  },
};

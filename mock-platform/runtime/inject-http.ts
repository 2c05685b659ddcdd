import type { Http, HttpResponse } from "../../core/contract/ports.ts";
import type { StackApp } from "../http/app-base.ts";

/** The Http port straight into an app that listens nowhere: its routes, without a network. */
export const injectHttp = (app: StackApp): Http => ({
  send: async ({ method, url, headers, body }): Promise<HttpResponse> => {
    try {
      const { pathname, search } = new URL(url);
      const answer = await app.inject({
        ...{ method, url: `${pathname}${search}`, headers },
        ...(body === undefined ? {} : { payload: body }),
      });
      const kept = Object.entries(answer.headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]);
      return { status: answer.statusCode, headers: Object.fromEntries(kept), body: answer.body };
    } catch {
      return { status: 0, headers: {}, body: "", error: "cut" };
    }
  },
});

import type { Http } from "../../../core/contract/ports.ts";
import type { RecordedDialogue, RecordedExchange } from "../../../core/schema/http-dialogue.ts";
import { withPlainMasks } from "./masked-dialogue.ts";
import { NOT_RECORDED, pathOf } from "./recording-http.ts";

/** Answers from a record: to each request the first answer that the same method and path had and that is not used up. */
export const createReplayedHttp = ({ exchanges }: RecordedDialogue): Http => {
  const left: (RecordedExchange | null)[] = [...exchanges];
  return {
    send: async ({ method, url }) => {
      const path = withPlainMasks(pathOf(url));
      const at = left.findIndex((one) => one !== null && one.request.method === method && one.request.path === path);
      const found = left[at];
      if (found === undefined || found === null) return { status: 0, headers: {}, body: "", error: NOT_RECORDED };
      left[at] = null;
      const { status, headers, body, error } = found.response;
      return { status, headers, body, ...(error === undefined ? {} : { error }) };
    },
  };
};

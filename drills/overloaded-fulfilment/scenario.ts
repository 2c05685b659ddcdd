import type { Options } from "k6/options";
import { config, contacts } from "../k6/inputs.ts";
import { beginLoad, endLoad, keepBeating, once, type Start } from "../k6/load-frame.ts";
import { liveScheduledContact, workAgentSlot } from "../k6/people.ts";

export const options: Options = {
  scenarios: {
    ...(contacts.length > 0 ? { customers: once("customers", contacts.length) } : {}),
    ...(config.slots > 0 ? { agents: once("agents", config.slots) } : {}),
    heartbeat: once("heartbeat", 1),
  },
  systemTags: [],
  setupTimeout: "30s",
};

export const setup = beginLoad;
export const customers = liveScheduledContact;
export const agents = (start: Start): Promise<void> => workAgentSlot(start, config.lanes);
export const heartbeat = keepBeating;
export const teardown = endLoad;

import { SharedArray } from "k6/data";
import type { ContactScript, ScenarioInput } from "../../core/contract/script.ts";

type Config = Omit<ScenarioInput, "contacts" | "agentBearer" | "runKeyHex" | "targetSecrets">;
type Secrets = Pick<ScenarioInput, "agentBearer" | "runKeyHex" | "targetSecrets">;

/** Paths come by environment; the secrets are in a 0600 file of their own and in no variable. */
export const config = JSON.parse(open(__ENV["FIELDPROOF_CONFIG"] ?? "")) as Config;
export const secrets = JSON.parse(open(__ENV["FIELDPROOF_SECRETS"] ?? "")) as Secrets;

/** Read-only and shared by all VUs; each customer parses only its own. */
export const contacts: readonly ContactScript[] = new SharedArray("contacts", () => {
  return JSON.parse(open(__ENV["FIELDPROOF_CONTACTS"] ?? "")) as ContactScript[];
});

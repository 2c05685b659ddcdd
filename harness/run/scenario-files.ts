import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ContactScript, ScenarioInput } from "../../core/contract/script.ts";

export type ScenarioConfig = Omit<ScenarioInput, "contacts" | "agentBearer" | "runKeyHex" | "targetSecrets">;

/** The variables by which a scenario finds its input, and the names of the files. */
export const K6_INPUTS = {
  FIELDPROOF_CONFIG: "config.json",
  FIELDPROOF_CONTACTS: "contacts.json",
  FIELDPROOF_SECRETS: "secrets.json",
} as const;

/**
 * Writes what k6 is handed. Secrets (the agents' bearer, the run's HMAC key) go into a 0600 file of the private
 * folder; the paths go by variables, the secrets by none.
 */
export async function writeScenarioFiles(
  privateDir: string,
  config: ScenarioConfig,
  contacts: readonly ContactScript[],
  agentBearer: string,
  targetSecrets: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, string>>> {
  const at = (variable: keyof typeof K6_INPUTS): string => join(privateDir, K6_INPUTS[variable]);
  const files = {
    FIELDPROOF_CONFIG: at("FIELDPROOF_CONFIG"),
    FIELDPROOF_CONTACTS: at("FIELDPROOF_CONTACTS"),
    FIELDPROOF_SECRETS: at("FIELDPROOF_SECRETS"),
  };
  const secrets = {
    ...{ agentBearer, runKeyHex: randomBytes(32).toString("hex") },
    // Only a desk that is spoken to by a mapping has some.
    ...(Object.keys(targetSecrets).length === 0 ? {} : { targetSecrets }),
  };
  await writeFile(files.FIELDPROOF_CONFIG, JSON.stringify(config), { mode: 0o600 });
  await writeFile(files.FIELDPROOF_CONTACTS, JSON.stringify(contacts), { mode: 0o600 });
  await writeFile(files.FIELDPROOF_SECRETS, JSON.stringify(secrets), { mode: 0o600 });
  return files;
}

import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ContactScript, ScenarioInput } from "../../core/contract/script.ts";

export type ScenarioConfig = Omit<ScenarioInput, "contacts" | "agentBearer" | "runKeyHex" | "targetSecrets">;

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
  const files = {
    FIELDPROOF_CONFIG: join(privateDir, "config.json"),
    FIELDPROOF_CONTACTS: join(privateDir, "contacts.json"),
    FIELDPROOF_SECRETS: join(privateDir, "secrets.json"),
  };
  const secrets = { agentBearer, targetSecrets, runKeyHex: randomBytes(32).toString("hex") };
  await writeFile(files.FIELDPROOF_CONFIG, JSON.stringify(config), { mode: 0o600 });
  await writeFile(files.FIELDPROOF_CONTACTS, JSON.stringify(contacts), { mode: 0o600 });
  await writeFile(files.FIELDPROOF_SECRETS, JSON.stringify(secrets), { mode: 0o600 });
  return files;
}

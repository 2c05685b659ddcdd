import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { FieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";

/** What a partner and its customer share: the bearer that lets the one in, and the key that signs the other's callbacks. */
export interface PartnerSecrets {
  readonly partnerBearer: string;
  readonly webhookSecret: string;
}

const schema = z.strictObject({ partnerBearer: z.string().min(20), webhookSecret: z.string().startsWith("whsec_") });

/** A bearer of 256 random bits. */
export const newBearer = (): string => randomBytes(32).toString("base64url");
/** A secret of 256 random bits, as Standard Webhooks writes it. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

/** Where the secrets of a partner's folder are. */
export const partnerSecretsFile = (folder: string): string => join(folder, "partner-secrets.json");

/** Throws FP-STACK-007 when the file cannot be read or holds something else; what it holds is never told. */
export const readPartnerSecrets = async (path: string): Promise<PartnerSecrets> => {
  const damaged = (reason: string): FieldproofError => new FieldproofError("FP-STACK-007", { path, reason });
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw damaged(messageOf(error));
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged("it is no JSON");
  }
  const { data, success } = schema.safeParse(value);
  if (!success) throw damaged("it holds no secrets of a partner");
  return data;
};

/** The secrets of a partner's folder: made on its first boot (mode 0600), so that a customer still knows it after a crash. */
export const partnerSecretsOf = async (folder: string): Promise<PartnerSecrets> => {
  const path = partnerSecretsFile(folder);
  const fresh = { partnerBearer: newBearer(), webhookSecret: newWebhookSecret() };
  try {
    await writeFile(path, `${JSON.stringify(fresh)}\n`, { mode: 0o600, flag: "wx" });
    return fresh;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return readPartnerSecrets(path);
    throw new FieldproofError("FP-STACK-007", { path, reason: messageOf(error) }, { cause: error });
  }
};

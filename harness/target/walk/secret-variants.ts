import { percentEncoded } from "../../../drills/targets/http/request-builder.ts";

/** Shorter than this it would be found in innocent words. */
const LEAST_CHARS = 4;
const MASKED = "***";

/** A secret as it may stand in an address, a form, JSON, or a header. */
const variantsOf = (secret: string): readonly string[] => {
  const encoded = percentEncoded(secret) ?? secret;
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    encoded,
    encoded.replaceAll("%20", "+"),
    encodeURIComponent(secret),
    json,
    Buffer.from(secret).toString("base64"),
  ];
};

/** Takes the secrets of a target file out of texts, in whatever form they were sent or echoed. */
export const secretCleaner = (secrets: readonly string[]) => {
  const known = secrets
    .filter((secret) => secret.length >= LEAST_CHARS)
    .flatMap(variantsOf)
    .toSorted((a, b) => b.length - a.length);
  return {
    holds: (text: string): boolean => known.some((secret) => text.includes(secret)),
    clean: (text: string): string => known.reduce((cleaned, secret) => cleaned.split(secret).join(MASKED), text),
  };
};

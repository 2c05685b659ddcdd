const escaped = (text: string): string => `"${text.replace(/\\/g, "\\\\").replace(/"/g, '\\"')}"`;

/**
 * OLPC canonical JSON, the form under TUF signatures: sorted keys, only `\` and `"` escaped, no floats. For TUF
 * metadata only; all else is RFC 8785. Null when the value has no such form (a float, undefined, a function).
 */
export const olpcJson = (value: unknown): string | null => {
  if (typeof value === "string") return escaped(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value === 0 ? 0 : value) : null;
  if (typeof value !== "object") return null;
  const parts: string[] = [];
  if (Array.isArray(value)) {
    for (const item of value) {
      const text = olpcJson(item);
      if (text === null) return null;
      parts.push(text);
    }
    return `[${parts.join(",")}]`;
  }
  for (const [key, item] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const text = olpcJson(item);
    if (text === null) return null;
    parts.push(`${escaped(key)}:${text}`);
  }
  return `{${parts.join(",")}}`;
};

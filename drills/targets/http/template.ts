/** What a value may be: what JSON can hold. A value that is null or not there has no text. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };
export type Values = Readonly<Record<string, Value | undefined>>;

/** Literal text, or a name; `text` stands for the value where the name is only asked whether it has one. */
export type TemplatePart = string | { readonly name: string; readonly text: string | null };

export type ParsedTemplate =
  | { readonly ok: true; readonly parts: readonly TemplatePart[] }
  | { readonly ok: false; readonly reason: string };

const NAMED = /^(secret:[a-z0-9][a-z0-9-]{0,63}|[a-z][A-Za-z0-9]{0,39})(?:\?([^{}]*))?$/;

/** Takes a template apart: `{name}`, `{name?text}`, `{secret:id}`, and `{{`, `}}` for braces themselves. */
export function parseTemplate(template: string): ParsedTemplate {
  const parts: TemplatePart[] = [];
  let literal = "";
  for (let at = 0; at < template.length; at++) {
    const char = template.charAt(at);
    if ((char === "{" || char === "}") && template.charAt(at + 1) === char) {
      literal += char;
      at++;
    } else if (char === "{") {
      const end = template.indexOf("}", at);
      if (end < 0) return { ok: false, reason: "opens a brace that is not closed; {{ is a brace itself" };
      const inner = template.slice(at + 1, end);
      const [, name, text] = NAMED.exec(inner) ?? [];
      if (name === undefined)
        return { ok: false, reason: `has {${inner.slice(0, 40)}}, which is no name; {{ is a brace` };
      if (literal !== "") parts.push(literal);
      literal = "";
      parts.push({ name, text: text ?? null });
      at = end;
    } else if (char === "}") return { ok: false, reason: "closes a brace that was not opened; }} is a brace itself" };
    else literal += char;
  }
  if (literal !== "" || parts.length === 0) parts.push(literal);
  return { ok: true, parts };
}

/** The names that a template asks for; none of one that cannot be read. */
export const namesIn = (template: string): readonly string[] => {
  const parsed = parseTemplate(template);
  return parsed.ok ? parsed.parts.flatMap((part) => (typeof part === "string" ? [] : [part.name])) : [];
};

const ownValue = (values: Values, name: string): Value | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

/** A value as text; null when it has none (null, a list, an object, what is not there). */
export function valueText(values: Values, name: string): string | null {
  const value = ownValue(values, name);
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

/** `absent`: a value has no text; `refused`: one may not stand there, or the template cannot be read. */
export type Rendered =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: "absent" | "refused" };

/** The template with its values, each passed through `encode` for the place where it stands; null from it refuses one. */
export function renderTemplate(
  template: string,
  values: Values,
  encode: (text: string) => string | null = (text) => text,
): Rendered {
  const parsed = parseTemplate(template);
  if (!parsed.ok) return { ok: false, why: "refused" };
  let out = "";
  for (const part of parsed.parts) {
    if (typeof part === "string") {
      out += part;
      continue;
    }
    const text = valueText(values, part.name);
    if (text === null) return { ok: false, why: "absent" };
    const encoded = encode(part.text ?? text);
    if (encoded === null) return { ok: false, why: "refused" };
    out += encoded;
  }
  return { ok: true, text: out };
}

/** What a JSON body holds where this template stands: the value itself for a bare `{name}`, else text. */
export function renderJsonText(template: string, values: Values): Value | undefined {
  const parsed = parseTemplate(template);
  if (!parsed.ok) return undefined;
  const [only] = parsed.parts;
  if (parsed.parts.length === 1 && typeof only === "object" && only.text === null) {
    const value = ownValue(values, only.name);
    return value === null ? undefined : value;
  }
  const rendered = renderTemplate(template, values);
  return rendered.ok ? rendered.text : undefined;
}

/** A JSON template with its values; members and entries without a value are left out. */
export function renderJson(template: Value, values: Values): Value | undefined {
  if (typeof template === "string") return renderJsonText(template, values);
  if (Array.isArray(template)) {
    const entries = (template as readonly Value[]).map((entry) => renderJson(entry, values));
    return entries.filter((entry) => entry !== undefined);
  }
  if (typeof template !== "object" || template === null) return template;
  const members = Object.entries(template).map(([name, member]) => [name, renderJson(member, values)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined)) as { [name: string]: Value };
}

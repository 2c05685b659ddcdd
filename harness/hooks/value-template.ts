import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { printable } from "../../core/text/printable.ts";

/** Values that a drill gives a hook, such as the lease's name and its ms. */
export type HookValues = Readonly<Record<string, string | number>>;

const PLACE = /\{\{\s*([A-Za-z][A-Za-z0-9]{0,63})\s*\}\}/g;

const filled = (hook: string, template: string, values: HookValues, spell: (text: string) => string): string =>
  template.replace(PLACE, (_whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined)
      throw new FieldproofError("FP-HOOK-006", {
        hook,
        reason: `it asks for the value ${name}, which it is not given`,
      });
    return spell(String(value));
  });

/**
 * A body: each `{{name}}` replaced, escaped for the inside of a JSON string, so that no value can end it.
 * @throws FieldproofError FP-HOOK-006 for a name without a value
 */
export const fillBody = (hook: string, template: string, values: HookValues): string =>
  filled(hook, template, values, (text) => JSON.stringify(text).slice(1, -1));

/**
 * Arguments: each `{{name}}` replaced within its own argument; a value never becomes a second argument, and none that
 * stands first in an argument may pass for an option.
 * @throws FieldproofError FP-HOOK-006
 */
export const fillArguments = (hook: string, argv: readonly string[], values: HookValues): string[] =>
  argv.map((each) =>
    filled(hook, each, values, (text) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses
      const reason = /[\u0000-\u001f\u007f]/.test(text)
        ? "holds control characters"
        : text.startsWith("-") && each.startsWith("{{")
          ? "would pass for an option"
          : null;
      if (reason === null) return text;
      throw new FieldproofError("FP-HOOK-006", { hook, reason: `the value ${printable(text, 60)} ${reason}` });
    }),
  );

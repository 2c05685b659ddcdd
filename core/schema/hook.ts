import { z } from "zod";

/**
 * Hooks: how a target that knows no fault port of ours is broken and mended, as data. An HTTP hook is one request; a
 * command hook is one program, as an argument list and never through a shell.
 */
export const HOOKS_SCHEMA_ID = "fieldproof.hooks/1";

/** Longest time of one hook, wall ms. */
export const LONGEST_HOOK_MS = 300_000;

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, { error: "lower-case letters, digits and hyphens" });
const line = (most: number) =>
  z
    .string()
    .max(most)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses
    .regex(/^[^\u0000-\u001f\u007f]*$/, { error: "one line without control characters" });
const timeLimitMs = z.number().int().min(10).max(LONGEST_HOOK_MS);

/** `{ "secret": "name" }` stands for the content of the file of that name; it never stands in the text itself. */
const secretRef = z.strictObject({ secret: id, prefix: line(100).optional() });
const OWN_HEADERS = new Set([
  "host",
  "content-length",
  "transfer-encoding",
  "connection",
  "upgrade",
  "expect",
  "te",
  "trailer",
]);
const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/)
  .refine((name) => !OWN_HEADERS.has(name.toLowerCase()), { error: "this header is written by Fieldproof itself" });
const headerValue = z
  .string()
  .max(1000)
  .regex(/^[\x20-\x7e]*$/, { error: "one line of ASCII" });

const status = z
  .number()
  .int()
  .min(200)
  .max(599)
  .refine((code) => code < 300 || code > 399, { error: "redirects are off, so a 3xx is never what is expected" });

const url = z
  .url({ protocol: /^https?$/, error: "an http:// or https:// address" })
  .max(2000)
  .regex(/^https?:\/\/[^/?#@\\]+([/?#]|$)/i, { error: "without a user or password" });

export const httpHookSchema = z.strictObject({
  kind: z.literal("http"),
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]),
  url,
  headers: z.record(headerName, z.union([headerValue, secretRef])).default({}),
  /** `{{name}}` is replaced with a named value, escaped for the inside of a JSON string. */
  body: z.string().max(16_384).optional(),
  /** Statuses that mean that it is done; every other answer means that it is not. */
  expectStatus: z.array(status).min(1).max(20).default([200, 201, 202, 204]),
  timeLimitMs,
});

const INJECTING = /^(LD_|DYLD_|BASH_|NODE_|PYTHON|PERL|RUBY)|^(PATH|ENV|IFS|SHELLOPTS|HOME)$/;

const exitCode = z.number().int().min(0).max(255);

export const commandHookSchema = z.strictObject({
  kind: z.literal("command"),
  /** The program, absolute or looked up in PATH, and its arguments; `{{name}}` in an argument is a named value. */
  argv: z
    .array(line(4000))
    .min(1)
    .max(100)
    .refine(([program = ""]) => program !== "" && (!program.includes("/") || program.startsWith("/")), {
      error: "begins with a program: an absolute path or a bare name",
    })
    .refine(([program = ""]) => !program.includes("{{"), { error: "names its program outright" }),
  cwd: line(1000).regex(/^\//, { error: "an absolute path" }).optional(),
  /** Beside PATH, HOME, TMPDIR, TZ and LANG the only environment that it gets. Never a secret. */
  env: z
    .record(
      z
        .string()
        .regex(/^[A-Z][A-Z0-9_]{0,63}$/)
        .refine((name) => !INJECTING.test(name), { error: "this variable would change what programs run" }),
      line(4000),
    )
    .default({}),
  /** A secret comes by standard input, the only way that is neither in the process list nor in the environment. */
  stdin: secretRef.optional(),
  doneExitCodes: z.array(exitCode).min(1).max(20).default([0]),
  /** Codes that say for sure that nothing was done. Left out: every code that is not a done one. */
  notDoneExitCodes: z.array(exitCode).max(255).optional(),
  timeLimitMs,
  /** Wall ms between SIGTERM and SIGKILL. */
  graceMs: z.number().int().min(0).max(30_000).default(2000),
});

export const hookSchema = z.discriminatedUnion("kind", [httpHookSchema, commandHookSchema]);

export const hooksFileSchema = z.strictObject({
  schema: z.literal(HOOKS_SCHEMA_ID),
  /** Where each secret lies: a file of the caller's own with mode 0600, one line of text. */
  secrets: z.record(id, z.strictObject({ file: line(1000).min(1) })).default({}),
  hooks: z.record(id, hookSchema).refine((hooks) => Object.keys(hooks).length > 0, { error: "at least one hook" }),
});

export type HttpHook = z.infer<typeof httpHookSchema>;
export type CommandHook = z.infer<typeof commandHookSchema>;
export type Hook = z.infer<typeof hookSchema>;
export type HooksFile = z.infer<typeof hooksFileSchema>;
export type SecretRef = z.infer<typeof secretRef>;

import { z } from "zod";

/**
 * How one request to a support desk that is not ours is written down: templates in, JSON pointers out. What no pattern
 * can say (unknown names, values that are not read yet) is checked by harness/target/http-findings.ts.
 */

/** RFC 6901; the empty pointer is the whole document. */
export const pointerSchema = z
  .string()
  .max(500)
  .regex(/^(?:\/(?:[^~/]|~[01])*)*$/, "a JSON pointer such as /case/number (RFC 6901)");

/** A pointer with what stands there. */
export const pointer = (what: string) => pointerSchema.describe(what);

/** Words of the target's own that mean one thing. */
export const words = (what: string) => z.array(z.string().min(1).max(100)).max(20).describe(what);

const template = z
  .string()
  .max(20_000)
  .describe("Text with {name} where a value stands; {{ and }} are braces. {name?text} is `text` if there is a value.");

const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/, "the name of a header");

/** A name for a value that was read, usable as {name} later. */
export const valueNameSchema = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,39}$/, "a name of letters and digits that begins with a small letter");

export const headersSchema = z
  .record(headerName, template)
  .describe("By name. A header whose value is not there yet is left out.");

export const requestSchema = z
  .strictObject({
    method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).describe("Of HTTP."),
    path: z
      .string()
      .max(2000)
      .regex(/^\/(?!\/)[\x21\x22\x24-\x5b\x5d-\x7e]*$/, "a path that begins with one slash, without blanks, # and \\")
      .describe("Template of path and query. Values are percent-encoded: none can add a segment or a parameter."),
    query: z.record(z.string().min(1).max(100), template).optional().describe("What has no value is left out."),
    headers: headersSchema.optional(),
    form: z
      .record(z.string().min(1).max(100), template)
      .optional()
      .describe("Body as application/x-www-form-urlencoded. What has no value is left out."),
    json: z
      .record(z.string().max(100), z.json())
      .optional()
      .describe(
        'Body as JSON; its texts are templates. "{name}" alone keeps the kind of the value; without one it is left out.',
      ),
  })
  .describe("One request, as templates.");

/** Values by name, for later templates. */
export const readSchema = z
  .record(valueNameSchema, pointerSchema)
  .describe("Values of the answer by JSON pointer, under names for later templates. Each must be there.");

export const readHeadersSchema = z
  .record(valueNameSchema, headerName)
  .describe("Values of the answer's headers, under names for later templates.");

export const callSchema = z.strictObject({
  request: requestSchema,
  read: readSchema.optional(),
  readHeaders: readHeadersSchema.optional(),
});

export const idempotencySchema = z
  .strictObject({
    header: headerName.optional().describe("Such as Idempotency-Key: the client's own id goes there."),
    member: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe("The member of form or JSON where the client's own id goes."),
  })
  .refine(
    ({ header, member }) => (header === undefined) !== (member === undefined),
    "either header or member, one of them",
  )
  .describe("How the target knows a request that came twice. Without it a try whose answer was lost is not repeated.");

export const cursorSchema = z
  .strictObject({
    start: z.string().max(200).default("0").describe("The first cursor."),
    from: z
      .strictObject({
        last: pointerSchema.optional().describe("In the last item of a page."),
        answer: pointerSchema.optional().describe("In the answer beside the items."),
        count: z.literal(true).optional().describe("How many items came so far: an offset."),
      })
      .refine(
        (from) => Object.values(from).filter((one) => one !== undefined).length === 1,
        "one of last, answer and count",
      )
      .describe("Where the next cursor stands."),
    more: pointerSchema
      .optional()
      .describe("Where an answer says that there is another page at once: true, or a text."),
  })
  .describe(
    "Where the next page begins. Without it each page holds everything, and what is known is left out by its id.",
  );

export const stampSchema = z
  .strictObject({
    unit: z.enum(["s", "ms", "iso"]).describe("Seconds or milliseconds since 1970, or a text by RFC 3339."),
  })
  .describe("How the target writes its stamps.");

export type RequestMapping = z.infer<typeof requestSchema>;
export type CallMapping = z.infer<typeof callSchema>;
export type IdempotencyMapping = z.infer<typeof idempotencySchema>;
export type CursorMapping = z.infer<typeof cursorSchema>;
export type StampUnit = z.infer<typeof stampSchema>["unit"];

import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { attachmentSchema, MOST_ATTACHMENT_BYTES } from "../../core/schema/message-wire.ts";
import { problemSchema } from "../../core/schema/wire.ts";
import { sha256HexSchema } from "../../core/schema/wire-primitives.ts";
import { customerHook, sessionOf } from "../consent/customer-hook.ts";
import type { StackApp } from "../http/app-base.ts";
import { bearerHook } from "../http/bearer.ts";
import type { Services } from "../services.ts";

const digestParams = z.strictObject({ sha256: sha256HexSchema });
const problems = {
  ...{ 400: problemSchema, 401: problemSchema, 403: problemSchema, 409: problemSchema, 413: problemSchema },
  ...{ 415: problemSchema, 422: problemSchema },
};

/** `PUT /v1/attachments/{sha256}`: the bytes as they are, of a proven session. */
export const attachmentRoute = (app: StackApp, services: Services, origins: () => readonly string[]): void => {
  // A scope of its own: nowhere else is a body of plain bytes taken.
  app.register((plain, _options, done) => {
    const scope = plain.withTypeProvider<ZodTypeProvider>();
    scope.addContentTypeParser("application/octet-stream", { parseAs: "buffer" }, (_request, body, parsed) =>
      parsed(null, body),
    );
    scope.put(
      "/v1/attachments/:sha256",
      {
        onRequest: customerHook(services, origins),
        bodyLimit: MOST_ATTACHMENT_BYTES,
        schema: {
          summary: "Put a file, by its digest",
          description: `Body: application/octet-stream, at most ${MOST_ATTACHMENT_BYTES} bytes of PNG, JPEG, WebP or PDF.`,
          params: digestParams,
          response: { 200: attachmentSchema, 201: attachmentSchema, ...problems },
        },
      },
      async (request, reply) => {
        const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const { sessionId } = sessionOf(request);
        const { attachment, isNew } = await services.attachments.put(sessionId, request.params.sha256, bytes);
        return reply.code(isNew ? 201 : 200).send(attachment);
      },
    );
    done();
  });
};

const bytesOf = (type: string) => [type, { schema: z.string().meta({ format: "binary" }) }] as const;

/** A file of a contact, for agents. It comes as a download that no browser runs. */
export const agentAttachmentRoute = (app: StackApp, services: Services, bearer: string): void => {
  app.get(
    "/v1/agent/contacts/:id/attachments/:sha256",
    {
      onRequest: bearerHook(bearer),
      schema: {
        summary: "A file that came with a contact",
        params: z.strictObject({ id: z.string().min(1).max(64), sha256: sha256HexSchema }),
        response: {
          200: {
            description: "The bytes of the file.",
            content: Object.fromEntries(attachmentSchema.shape.type.options.map(bytesOf)),
          },
          ...{ 401: problemSchema, 403: problemSchema, 404: problemSchema },
        },
      },
    },
    async (request, reply) => {
      const contact = services.desk.servable(request.params.id);
      const { attachment, bytes } = await services.attachments.ofContact(contact, request.params.sha256);
      const [, extension = "bin"] = attachment.type.split("/");
      return reply
        .type(attachment.type)
        .header("content-disposition", `attachment; filename="${attachment.sha256.slice(0, 12)}.${extension}"`)
        .header("x-content-type-options", "nosniff")
        .header("content-security-policy", "default-src 'none'; sandbox")
        .header("cache-control", "no-store")
        .send(bytes as never);
    },
  );
};

import type { FastifyDynamicSwaggerOptions } from "@fastify/swagger";
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from "fastify-type-provider-zod";
import { z } from "zod";
import * as agentWire from "../../core/schema/agent-wire.ts";
import * as messageWire from "../../core/schema/message-wire.ts";
import * as partnerWire from "../../core/schema/partner-wire.ts";
import * as promiseWire from "../../core/schema/promise-wire.ts";
import * as purgeWire from "../../core/schema/purge-wire.ts";
import * as sessionWire from "../../core/schema/session-wire.ts";
import * as stackFault from "../../core/schema/stack-fault.ts";
import * as transcriptWire from "../../core/schema/transcript-wire.ts";
import * as wire from "../../core/schema/wire.ts";

/** `fastPathRequestSchema` -> `FastPathRequest`. */
const componentName = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1, -"Schema".length)}`;

/** Every object shape of the wire under its own name, so that the OpenAPI document refers to it instead of repeating it. */
const wireComponents = (): z.core.$ZodRegistry<{ id: string }> => {
  const registry = z.registry<{ id: string }>();
  const shapes = {
    ...{ ...messageWire, ...agentWire, ...partnerWire, ...promiseWire, ...sessionWire, ...transcriptWire },
    ...{ ...purgeWire, ...stackFault, ...wire },
  };
  // Headers and queries are taken apart into parameters, which cannot be done with a reference.
  for (const [name, schema] of Object.entries(shapes))
    if (/(?<!Headers|Query)Schema$/.test(name) && schema instanceof z.ZodObject)
      registry.add(schema, { id: componentName(name) });
  return registry;
};

const schemaRegistry = wireComponents();
const transform = createJsonSchemaTransform({ schemaRegistry });

type Transforms = Required<Pick<FastifyDynamicSwaggerOptions, "transform" | "transformObject">>;

/** The routes' zod schemas as JSON Schema. Routes without any are pages; the feed is shown although it is no request. */
export const openApiTransforms: Transforms = {
  transform: (document) => {
    const { schema, route, url } = document;
    if (schema === undefined) return { schema: { hide: true }, url };
    const isFeed = "websocket" in route && route.websocket === true;
    return transform(isFeed ? { ...document, schema: { ...schema, hide: false } } : document);
  },
  transformObject: createJsonSchemaTransformObject({ schemaRegistry }),
};

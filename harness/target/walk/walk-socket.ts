import type { RepliesMapping } from "../../../core/schema/http-mapping.ts";
import { printable } from "../../../core/text/printable.ts";
import { readPointer } from "../../../drills/targets/http/pointer.ts";
import { buildPath } from "../../../drills/targets/http/request-builder.ts";
import { socketItems } from "../../../drills/targets/http/socket-text.ts";
import { renderJson, type Value } from "../../../drills/targets/http/template.ts";
import type { FieldPath } from "../../plan/yaml-source.ts";
import { documentOf } from "./call-findings.ts";
import { pointerEvidence } from "./pointer-miss.ts";
import type { Walker, WalkWorld } from "./walk-world.ts";

/** How long a reply that polls would show may take by socket, wall milliseconds. */
const HEARD_WITHIN_MS = 5000;
const MOST_TEXTS = 200;
const AT: FieldPath = ["http", "customer", "replies", "socket"];

export interface SocketWalk {
  /** Waits until a message of this text came; else a finding says what came instead. */
  hear(text: string): Promise<void>;
  close(): void;
}

/** Opens the socket that the mapping names; null where it names none, or it does not open. */
export async function openSocket(
  world: WalkWorld,
  walker: Walker,
  base: string,
  cursor: string | undefined,
): Promise<SocketWalk | null> {
  const { replies } = world.mapping.customer;
  const { socket } = replies;
  if (socket === undefined || replies.via !== "websocket" || !world.live) return null;
  const { findings, timers, target } = world;
  if (socket.ticket !== undefined) {
    const ticket = await walker.call("customer.replies.socket.ticket", socket.ticket, { urgency: "look" });
    if (ticket === null) return null;
  }
  const values = { ...walker.dialogue.values(), ...(cursor === undefined ? {} : { cursor }) };
  const path = buildPath(socket.path, undefined, values);
  if (typeof path !== "string") {
    findings.add(
      [...AT, "path"],
      `was not opened: a value that it needs is not there  [${path.ok ? "unsafe-value" : path.code}]`,
    );
    return null;
  }
  const texts: string[] = [];
  let news: () => void = () => {};
  let open = false;
  let reason: string | null = null;
  const changed = (): Promise<void> =>
    new Promise((resolve) => {
      news = resolve;
    });
  let next = changed();
  const connection = target.sockets.open(
    `${base.replace(/^http/, "ws")}${path}`,
    {
      onOpen: () => {
        open = true;
        news();
      },
      onMessage: (text) => {
        if (texts.length < MOST_TEXTS) texts.push(text);
        news();
      },
      onClose: (why) => {
        reason = why;
        news();
      },
    },
    walker.dialogue.socketHeaders(path),
  );
  await timers.waitOr(target.requestTimeoutMs, next);
  world.step({
    name: "customer.replies.socket",
    exchanges: [],
    read: [["opened", open ? "yes" : `no: ${reason ?? "in time"}`]],
  });
  if (!open) {
    connection.close();
    findings.add([...AT, "path"], `did not open (${printable(reason ?? "no answer in time", 120)})  [socket-not-open]`);
    return null;
  }
  for (const hello of socket.hello ?? []) connection.send?.(JSON.stringify(renderJson(hello as Value, values)));

  const holds = (text: string): boolean => texts.some((one) => messagesIn(one, replies).includes(text));
  return {
    hear: async (text) => {
      const endsAt = world.clock.now() + HEARD_WITHIN_MS;
      while (!holds(text) && reason === null && world.clock.now() < endsAt) {
        next = changed();
        await timers.waitOr(Math.max(1, endsAt - world.clock.now()), next);
      }
      if (holds(text)) return;
      const [first] = texts;
      const came =
        first === undefined
          ? "nothing came by it"
          : `what came has it elsewhere: ${pointerEvidence(documentOf(first), socket.items ?? "")}`;
      const where = socket.items === undefined ? "path" : "items";
      findings.add([...AT, where], `the agent's reply did not come by the socket: ${came}  [socket-silent]`);
    },
    close: () => connection.close(),
  };
}

/** Words of the messages in what a socket said. */
const messagesIn = (text: string, { socket, each }: RepliesMapping): readonly (Value | undefined)[] => {
  const items = socketItems(text, socket?.items);
  return Array.isArray(items) ? (items as readonly Value[]).map((item) => readPointer(item, each.text)) : [];
};

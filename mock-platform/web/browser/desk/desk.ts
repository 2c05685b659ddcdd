import type { PresenceState } from "../../../../core/schema/agent-wire.ts";
import { byId } from "../shared/dom.ts";
import { ServerClock } from "../shared/server-clock.ts";
import { DeskPage } from "./desk-page.ts";
import { listenForKeys } from "./keys.ts";
import { SignIn } from "./sign-in.ts";

const clock = new ServerClock(() => Date.now());
let desk: DeskPage | null = null;

const signIn = new SignIn(clock, (api) => {
  desk = new DeskPage(api, clock, (why) => {
    desk = null;
    signIn.show(why);
  });
});

const PRESENCE: readonly PresenceState[] = ["available", "break", "off"];

const press = (id: string, act: () => void): void => byId(id, HTMLElement).addEventListener("click", act);

press("claim-button", () => void desk?.claim());
press("resolve", () => desk?.resolve());
press("release", () => desk?.release());
press("transfer", () => desk?.transfer());
press("help-button", () => desk?.help());
press("back", () => desk?.toList());

byId("presence", HTMLSelectElement).addEventListener("change", ({ target }) => {
  const state = PRESENCE.find((one) => target instanceof HTMLSelectElement && target.value === one);
  if (state !== undefined) void desk?.presence(state);
});

byId("note-form", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  const field = byId("note", HTMLTextAreaElement);
  const text = field.value.trim();
  if (text === "") return;
  void desk?.addNote(text).then((added) => {
    if (added) field.value = "";
  });
});

listenForKeys({
  step: (by) => desk?.step(by),
  enter: () => desk?.enter(),
  reply: () => desk?.reply(),
  resolve: () => desk?.resolve(),
  transfer: () => desk?.transfer(),
  note: () => desk?.note(),
  help: () => desk?.help(),
});

addEventListener("online", () => desk?.wake());
addEventListener("beforeunload", (event) => {
  if (desk?.hasDraft() === true) event.preventDefault();
});

signIn.show(null);

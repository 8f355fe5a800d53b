// The strip on top: whose eyes we look through, the workspace's clock and its buttons, the way back to the start.

import { live, refresh, send } from "./api.js";
import { clockFace } from "./dates.js";
import { confirmed } from "./dialog.js";
import { h } from "./dom.js";
import { avatar, icon, mark } from "./icons.js";
import { inspectorButton } from "./inspector.js";
import { showMessage } from "./scrolling.js";
import { shortcutsButton } from "./shortcuts.js";
import { openApp, openDrawer } from "./sidebar.js";
import { changed, me, now, page, ui, unread, zone } from "./state.js";
import { toast } from "./toasts.js";

const MOVES = [
  { label: "Next digest", body: { to_next: "digest" }, title: "Move the clock until the weekly message comes" },
  { label: "Next nudge", body: { to_next: "nudge" }, title: "Move the clock until the mid-week reminder comes" },
  { label: "+1 day", body: { advance: 86400 }, title: "Move the clock on by a day" },
  { label: "+1 hour", body: { advance: 3600 }, title: "Move the clock on by an hour" },
];

export function topbar() {
  return h("header", { class: "topbar" },
    h("button", { type: "button", class: "move menu-button", "aria-label": "Channels and apps", "aria-expanded": String(ui.drawer), "aria-controls": "sidebar",
      "data-testid": "menu", onclick: openDrawer }, icon("menu"), waiting() ? h("span", { class: "dot", role: "img", "aria-label": "Something is unread" }) : null),
    h("div", { class: "brand" }, mark(), h("div", null, h("strong", null, "Acme"), h("small", null, "Vouch sandbox"))),
    h("div", { class: "clock", role: "group", "aria-label": "Workspace clock" },
      icon("clock"),
      h("div", { class: "clock-face" }, h("time", { "data-testid": "clock", datetime: now().toISOString() }, clockFace(now())), h("small", null, zoneWords())),
      MOVES.map((move) => h("button", {
        type: "button", class: `move${ui.walking === move.label ? " busy" : ""}`, title: move.title, disabled: ui.walking !== null || busy(),
        "aria-busy": ui.walking === move.label ? "true" : undefined, onclick: () => walk(move),
      }, move.label))),
    h("div", { class: "who" },
      shortcutsButton("move", "Shortcuts"),
      inspectorButton(),
      h("button", { type: "button", class: "move", disabled: busy(), title: "Start again with a fresh workspace and its story", "aria-label": busy() ? "Resetting…" : "Reset", onclick: askReset },
        icon("reset"), h("span", { class: "move-words" }, busy() ? "Resetting…" : "Reset")),
      h("label", { class: "act-as" }, avatar(me(), "avatar-small"), h("span", null, "Act as"),
        h("select", { "data-testid": "act-as", "aria-label": "Act as", value: ui.as, onchange: (event) => actAs(event.target.value) },
          page.world.people.filter((one) => !one.bot && !one.deleted).map((one) => h("option", { key: one.id, value: one.id, selected: one.id === ui.as },
            one.real_name + (one.guest ? " (guest)" : "")))))));
}

const waiting = () => page.world.channels.some((one) => unread(one) > 0);

const busy = () => ui.resetting || Boolean(page.world.clock.quiet);

function zoneWords() {
  return me().tz ? zone().replace(/_/g, " ") : "UTC (no zone set in Slack)";
}

async function walk(move) {
  ui.walking = move.label;
  changed();
  const result = await send("clock", move.body);
  ui.walking = null;
  changed();
  if (!result.ok) toast(result.error || "The clock could not be moved.");
  else if (result.messages?.length) {
    openApp("messages");
    // What was asked for came last; a plain step forward is read from its first message.
    const wanted = move.body.to_next ? result.messages.at(-1) : result.messages[0];
    queueMicrotask(() => showMessage(wanted.ts, "start"));
  }
}

export async function actAs(id) {
  ui.as = id;
  ui.thread = null;
  ui.popover = null;
  ui.editing = null;
  const address = new URL(location.href);
  address.searchParams.set("as", id);
  history.replaceState(null, "", address);
  live();
  await refresh();
  if (ui.view.kind === "app") openApp(ui.view.tab);
}

function askReset() {
  confirmed({
    title: { type: "plain_text", text: "Start again?" }, style: "danger",
    text: { type: "plain_text", text: "Everything written here is wiped, and eight weeks of made-up history are played anew. This takes up to twenty seconds." },
    confirm: { type: "plain_text", text: "Reset the sandbox" }, deny: { type: "plain_text", text: "Keep it" },
  }, reset);
}

async function reset() {
  ui.resetting = true;
  changed();
  const result = await send("reset", { seed: true });
  ui.resetting = false;
  Object.assign(ui, { drafts: {}, thread: null, editing: null });
  changed();
  toast(result.ok ? "A fresh workspace." : result.error || "The reset did not finish.", result.ok ? "info" : "error");
}

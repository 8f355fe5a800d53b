// The left column: channels, the app, who is here. Owns moving between views and what counts as read.

import { send } from "./api.js";
import { keepInside } from "./dialog.js";
import { h } from "./dom.js";
import { avatar, icon } from "./icons.js";
import { showMessage } from "./scrolling.js";
import { appChannel, bot, changed, channel, isChannel, me, openChannel, page, ui, unread } from "./state.js";
import { toast } from "./toasts.js";

export function openRoom(id, thread = null) {
  ui.view = { kind: "channel", id };
  ui.thread = thread;
  entered();
}

export function openApp(tab) {
  ui.view = { kind: "app", tab };
  ui.thread = null;
  entered();
  if (tab !== "about") tell(tab);
}

function entered() {
  const elsewhere = ui.drawer ? "main" : null; // what had the focus is out of sight with the drawer
  ui.drawer = false;
  ui.popover = null;
  ui.editing = null;
  changed();
  queueMicrotask(() => (document.querySelector(".main .composer textarea") || document.getElementById(elsewhere))?.focus());
}

// The app hears which of its tabs is open, and may draw its Home anew.
async function tell(tab) {
  const result = await send("home", { tab });
  if (!result.ok && result.error) toast(result.error);
}

export function sidebar() {
  return [
    ui.drawer ? h("div", { key: "behind", class: "behind", onclick: closeDrawer }) : null,
    h("nav", { key: "sidebar", id: "sidebar", class: `sidebar${ui.drawer ? " open" : ""}`, "aria-label": "Channels and apps", onkeydown: ui.drawer ? keepInside : undefined },
      listing()),
  ];
}

/** On a narrow page the sidebar comes in from the side; the focus goes with it and back. */
export function openDrawer() {
  ui.drawer = true;
  changed();
  queueMicrotask(() => document.querySelector(".sidebar [aria-current]")?.focus());
}

export function closeDrawer() {
  ui.drawer = false;
  changed();
  queueMicrotask(() => document.querySelector(".menu-button")?.focus());
}

function listing() {
  const rooms = page.world.channels.filter(isChannel);
  const app = appChannel();
  const waiting = unread(app);
  return [
    h("h2", null, "Channels"),
    rooms.map((one) => room(one)),
    h("h2", null, "Apps"),
    h("button", {
      type: "button", class: `nav${ui.view.kind === "app" ? " here" : ""}${waiting ? " waiting" : ""}`, "data-testid": "nav-app",
      "aria-current": ui.view.kind === "app" ? "page" : undefined, onclick: () => openApp(waiting ? "messages" : ui.view.tab || "home"),
    }, avatar(bot(), "avatar-small"), h("span", null, bot().real_name || "Vouch"), waiting ? badge(waiting) : null),
    h("h2", null, "People"),
    page.world.people.filter((one) => !one.bot && !one.deleted).map((one) => personal(one)),
  ];
}

// A person stands for the conversation with them, which is opened at its first use.
function personal(one) {
  const known = page.world.channels.find((room) => room.kind === "dm" && (room.with[0] || me().id) === one.id);
  const here = known && ui.view.kind === "channel" && ui.view.id === known.id;
  const waiting = known ? unread(known) : 0;
  return h("button", {
    key: one.id, type: "button", class: `nav nav-person${here ? " here" : ""}${waiting ? " waiting" : ""}`, title: one.title, "data-testid": `nav-${one.name}`,
    "aria-current": here ? "page" : undefined, onclick: () => talkTo(one, known),
  }, avatar(one, "avatar-small"), h("span", null, one.real_name), one.id === me().id ? h("small", null, "you") : one.stranger ? h("small", null, "other org") : null,
  waiting ? badge(waiting) : null);
}

async function talkTo(one, known) {
  if (known) return openRoom(known.id);
  const result = await send("dm", { with: one.id });
  return result.ok ? openRoom(result.channel) : toast(result.error);
}

function room(one) {
  const here = ui.view.kind === "channel" && ui.view.id === one.id;
  const waiting = unread(one);
  return h("button", {
    key: one.id, type: "button", class: `nav${here ? " here" : ""}${waiting ? " waiting" : ""}`, "data-testid": `nav-${one.name}`,
    "aria-current": here ? "page" : undefined, onclick: () => openRoom(one.id),
  }, icon(one.kind === "private" ? "lock" : "hash"), h("span", null, one.name), waiting ? badge(waiting) : null);
}

function badge(count) {
  return h("span", { class: "badge", "aria-label": `${count} unread` }, count);
}

/** Follow a permalink of this workspace inside the page; false if the address is not one. */
export function followPermalink(address) {
  const url = new URL(address, location.href);
  const parts = url.origin === location.origin && url.pathname.match(/^\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})$/);
  if (!parts) return false;
  const [, id, seconds, micros] = parts;
  const ts = `${seconds}.${micros}`;
  const target = channel(id);
  if (!target) {
    toast("You are not in that conversation, or it does not exist.");
    return true;
  }
  const thread = target.messages.find((one) => one.ts === ts)?.thread_ts;
  if (target.kind === "im") openApp("messages");
  else openRoom(id, thread && thread !== ts ? thread : null);
  queueMicrotask(() => showMessage(ts) || toast("That message is gone."));
  return true;
}

/** Follow one of Slack's own addresses: Vouch's tabs are here, of anything else only that Slack would open it is said. */
export function followSlack(address) {
  const asked = new URLSearchParams(address.match(/^slack:\/\/app\?(.*)$/i)?.[1]);
  const { id, team } = page.world.app;
  const ours = asked.get("id") === id && asked.get("team") === team;
  if (ours && ["home", "messages", "about"].includes(asked.get("tab"))) openApp(asked.get("tab"));
  else toast(`In Slack this opens ${address}`, "info");
}

/** Keep the open view a view that exists, for example after a reset or a change of person. */
export function settleView() {
  if (ui.view.kind === "channel" && !channel(ui.view.id)) {
    const first = page.world.channels.find((one) => one.kind === "channel");
    ui.view = first ? { kind: "channel", id: first.id } : { kind: "app", tab: "home" };
    ui.thread = null;
  }
  const open = openChannel();
  if (ui.thread && !open?.messages.some((one) => one.ts === ui.thread)) ui.thread = null;
}

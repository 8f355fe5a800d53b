// The middle of the page: an open channel, the app with its tabs, the thread beside it, the welcome strip.

import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { h } from "./dom.js";
import { giveBack, walkMessages, walkTabs } from "./focus.js";
import { avatar, icon, mark } from "./icons.js";
import { homeSource } from "./interact.js";
import { mainMessages, messageList, threadMessages } from "./messages.js";
import { restore } from "./scrolling.js";
import { openApp, openRoom } from "./sidebar.js";
import { appChannel, bot, changed, channel, isChannel, openChannel, page, person, ui, unread } from "./state.js";

const KEYS = [
  ["/ @ # :", "in the composer list commands, people and groups, channels, emoji; arrows choose, Enter or Tab takes, Escape closes"],
  ["↑ ↓", "from message to message, once the list of messages has the focus (Shift+Tab from the composer)"],
  ["R · T · M", "on a message: react, open its thread, open its menu with the app's shortcuts"],
  ["Ctrl+.", "the inspector of traffic between Slack and the app"],
  ["Esc", "closes what is on top, and gives the focus back"],
];
const HOW_TO_READ = "Arrow keys go from message to message. On a message, R reacts, T opens its thread, M its menu.";

export function main() {
  return h("main", { id: "main", class: "main", tabindex: "-1" }, welcome(), ui.view.kind === "app" ? app() : room());
}

function room() {
  const one = channel(ui.view.id);
  const app = bot().real_name;
  const direct = !isChannel(one);
  const name = direct ? one.name : `#${one.name}`;
  return [
    h("div", { class: "head" },
      h("h1", null, direct ? avatar(person(one.with[0] || ui.as), "avatar-small") : icon(one.kind === "private" ? "lock" : "hash"), one.name),
      h("p", { class: "head-note" }, [
        direct ? null : `${one.members.length} members`,
        one.shared ? "shared with another organisation" : null,
        one.bot_in ? `${app} is in this channel` : `${app} is not in this ${direct ? "conversation" : "channel"}: use a message's “More actions” menu there`,
      ].filter(Boolean).join(" · "))),
    scroller(one, mainMessages(one), `${ui.as}/${one.id}`, direct ? `This is the very beginning of your messages with ${name}.` : `This is the very beginning of ${name}.`),
    one.member === false ? h("p", { class: "notice" }, "You are looking at a channel that you have not joined.") : composer(one, null, `Message ${name}`),
  ];
}

function scroller(one, list, key, beginning) {
  return h("div", { key, class: "scroll", "data-scroll": key, "data-bottom": "true", oncreate: restore, tabindex: "0", role: "log", "aria-label": `Messages in ${one.name}`,
    "aria-describedby": "how-to-read", onkeydown: walkMessages },
    h("p", { id: "how-to-read", class: "unseen" }, HOW_TO_READ),
    h("div", { class: "messages" }, list.length ? null : h("p", { class: "empty" }, beginning), messageList(one, list, false)));
}

function app() {
  const name = bot().real_name || "Vouch";
  const waiting = unread(appChannel());
  const tab = (id, label) => h("button", { type: "button", role: "tab", id: `tab-${id}`, "aria-selected": String(ui.view.tab === id), "data-testid": `tab-${id}`,
    tabindex: ui.view.tab === id ? "0" : "-1", onclick: () => openApp(id) }, label, id === "messages" && waiting ? h("span", { class: "badge" }, waiting) : null);
  return [
    h("div", { class: "head head-app" }, h("h1", null, avatar(bot(), "avatar-small"), name),
      h("div", { class: "tabs", role: "tablist", "aria-label": `${name}'s tabs`, onkeydown: walkTabs }, tab("home", "Home"), tab("messages", "Messages"), tab("about", "About"))),
    { home, messages, about }[ui.view.tab](name),
  ];
}

function home(name) {
  const view = page.world.home;
  return h("div", { key: "home", class: "scroll", "data-scroll": `${ui.as}/home`, role: "tabpanel", "aria-labelledby": "tab-home", "data-testid": "home", tabindex: "0" },
    h("div", { class: "home" }, view?.blocks ? blocks(view.blocks, homeSource(view))
      : h("p", { class: "empty" }, `${name} has not drawn its Home yet. It does so when the app is running and answers.`)));
}

function messages(name) {
  const one = appChannel();
  return [
    scroller(one, mainMessages(one), `${ui.as}/${one.id}`, `This is the very beginning of your messages with ${name}. Nobody else can read them.`),
    composer(one, null, `Message ${name}`),
  ];
}

function about(name) {
  const list = (title, rows) => (rows?.length ? [h("h2", null, title), h("dl", null, rows.map((one) => [
    h("dt", null, h("code", null, one.usage_hint ? `${one.name} ${one.usage_hint}` : one.name)), h("dd", null, one.description || "")]))] : null);
  return h("div", { key: "about", class: "scroll about", role: "tabpanel", "aria-labelledby": "tab-about", tabindex: "0" },
    h("p", null, `${name} runs here as it would in Slack: this page and the workspace behind it are made up, the app is the real one.`),
    h("h2", null, "By keyboard"), h("dl", null, KEYS.map(([keys, what]) => [h("dt", null, h("code", null, keys)), h("dd", null, what)])),
    list("Commands", page.world.commands), list("In a message's menu", page.world.message_shortcuts), list("Shortcuts", page.world.global_shortcuts));
}

export function thread() {
  const one = ui.thread && openChannel();
  if (!one) return null;
  const root = ui.thread;
  const close = () => {
    ui.thread = null;
    changed();
    queueMicrotask(() => giveBack(document.querySelector(`.main [data-ts="${root}"]`)));
  };
  return h("aside", { class: "thread", "aria-label": "Thread", "data-testid": "thread", onkeydown: (event) => {
    if (event.key === "Escape") close();
  } },
  h("div", { class: "head" }, h("h2", null, "Thread"), h("p", { class: "head-note" }, isChannel(one) ? `#${one.name}` : one.name),
    h("button", { type: "button", class: "plain", "aria-label": "Close thread", onclick: close }, icon("close"))),
  h("div", { key: ui.thread, class: "scroll", "data-scroll": `${ui.as}/thread/${ui.thread}`, "data-bottom": "true", oncreate: restore, tabindex: "0", role: "log", "aria-label": "Messages in this thread", onkeydown: walkMessages },
    h("div", { class: "messages" }, messageList(one, threadMessages(one, ui.thread), true))),
  composer(one, ui.thread, "Reply…"));
}

function welcome() {
  if (!ui.welcome) return null;
  const dismiss = () => {
    ui.welcome = false;
    localStorage.setItem("vouch.welcome", "seen");
    changed();
  };
  const start = (text) => {
    const one = openChannel() || channel("C0PLATFORM") || page.world.channels[0];
    if (ui.view.kind === "app" && ui.view.tab !== "messages") openRoom(one.id);
    ui.drafts[`${ui.as}/${one.id}`] = text;
    changed();
    queueMicrotask(() => document.querySelector(".main .composer textarea")?.focus());
  };
  return h("section", { class: "welcome", "aria-label": "Welcome", "data-testid": "welcome" },
    mark(),
    h("div", null,
      h("p", null, h("strong", null, "A made-up workspace to try Vouch in. "), "Vouch keeps your wins and talks, and once a week tells you who should hear of them."),
      h("ol", null,
        h("li", null, "Send ", h("button", { type: "button", class: "try", onclick: () => start("/win cut build times by 40%, 20min -> 12min #performance") }, "/win cut build times…")),
        h("li", null, "React with 🏆 to a message in ", h("button", { type: "button", class: "try", onclick: () => openRoom("C0PLATFORM") }, "#platform")),
        h("li", null, "Open ", h("button", { type: "button", class: "try", onclick: () => openApp("home") }, "Vouch’s Home"), ", then press ", h("b", null, "Next digest")))),
    h("button", { type: "button", class: "plain", "aria-label": "Dismiss welcome", onclick: dismiss }, icon("close")));
}

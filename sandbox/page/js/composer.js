// The composer: a message or a slash command, with a list of commands, people and emoji to finish a word from.

import { send } from "./api.js";
import { h } from "./dom.js";
import { search } from "./emoji.js";
import { avatar, icon } from "./icons.js";
import { pickEmoji } from "./picker.js";
import { menu } from "./popover.js";
import { bot, changed, page, ui } from "./state.js";
import { toast } from "./toasts.js";
import { tagged } from "./typing.js";

const MOST = 8;
let offer = null; // {key, from, entries, active}: what the word before the caret could become

const keyOf = (channel, thread) => (thread ? `${ui.as}/${channel.id}/${thread}` : `${ui.as}/${channel.id}`);

export function composer(channel, thread, label) {
  const key = keyOf(channel, thread);
  const draft = ui.drafts[key] || "";
  const area = () => document.querySelector(`[data-draft="${key}"]`);
  const open = offer && offer.key === key ? offer : null;
  return h("form", { class: "composer", onsubmit: (event) => {
    event.preventDefault();
    submit(channel, thread);
  } },
  open ? suggestions(open, area) : null,
  h("textarea", {
    key, "data-draft": key, "data-testid": thread ? "thread-composer" : "composer", rows: "1", placeholder: label, "aria-label": label, value: draft,
    "aria-autocomplete": "list", "aria-controls": open ? "suggestions" : undefined, "aria-activedescendant": open ? `suggestion-${open.active}` : undefined,
    oninput: (event) => typed(event.target, key),
    onkeydown: (event) => pressed(event, channel, thread, open, area),
    onblur: () => setTimeout(() => forget(key), 150),
    oncreate: grow,
  }),
  h("div", { key: "bar", class: "composer-bar" },
    h("button", { type: "button", title: "Shortcuts", "aria-label": "Shortcuts", "aria-haspopup": "menu", "data-testid": "shortcuts", onclick: (event) => shortcuts(event.currentTarget) }, icon("bolt")),
    h("button", { type: "button", title: "Emoji", "aria-label": "Insert emoji", onclick: (event) => pickEmoji(event.currentTarget, (name) => insert(area(), key, `:${name}: `)) }, icon("smile")),
    h("button", { type: "button", title: "Mention somebody", "aria-label": "Mention somebody", onclick: () => insert(area(), key, "@") }, icon("at")),
    h("button", { type: "button", title: "Slash command", "aria-label": "Slash command", onclick: () => insert(area(), key, "/", true) }, h("span", { class: "slash" }, "/")),
    h("span", { class: "composer-tip" }, h("b", null, "Enter"), " to send, ", h("b", null, "Shift+Enter"), " for a new line"),
    h("button", { type: "submit", class: "composer-send", "aria-label": "Send", title: "Send", disabled: !draft.trim() }, icon("send"))));
}

export function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight, 220)}px`;
}

function typed(area, key) {
  ui.drafts[key] = area.value;
  grow(area);
  offer = offering(area, key);
  changed();
}

function forget(key) {
  if (offer?.key !== key) return;
  offer = null;
  changed();
}

function insert(area, key, text, atStart = false) {
  const at = atStart ? 0 : area.selectionStart;
  const before = area.value.slice(0, at);
  const gap = before && !/\s$/.test(before) ? " " : "";
  area.value = `${before}${gap}${text}${area.value.slice(area.selectionEnd > at ? area.selectionEnd : at)}`;
  area.selectionStart = at + gap.length + text.length;
  area.selectionEnd = area.selectionStart;
  area.focus();
  typed(area, key);
}

function offering(area, key) {
  const before = area.value.slice(0, area.selectionStart);
  const command = before.match(/^\/(\S*)$/);
  const entries = command ? commands(command[1]) : [];
  if (command) return entries.length ? { key, from: 0, entries, active: 0 } : null;
  const word = before.match(/(?:^|\s)(@[\p{L}\w.-]{0,20}|:[a-z0-9_+-]{2,})$/u)?.[1];
  if (!word) return null;
  const found = word[0] === "@" ? people(word.slice(1)) : emoji(word.slice(1));
  return found.length ? { key, from: before.length - word.length, entries: found, active: 0 } : null;
}

function commands(typedSoFar) {
  return (page.world.commands || []).filter((one) => one.name.slice(1).startsWith(typedSoFar.toLowerCase())).slice(0, MOST)
    .map((one) => ({ id: one.name, whole: one.name, text: `${one.name} `, label: h("b", null, one.name), hint: one.usage_hint, note: one.description, picture: avatar(bot(), "avatar-small") }));
}

function people(typedSoFar) {
  const wanted = typedSoFar.toLowerCase();
  return page.world.people.filter((one) => !one.deleted && `${one.real_name} ${one.name}`.toLowerCase().split(" ").some((part) => part.startsWith(wanted)))
    .slice(0, MOST).map((one) => ({ id: one.id, whole: `@${one.name}`, text: `@${one.real_name || one.name} `, label: h("b", null, one.real_name || one.name), note: one.title, picture: avatar(one, "avatar-small") }));
}

function emoji(typedSoFar) {
  return search(typedSoFar).flatMap((group) => group.emoji).slice(0, MOST)
    .map((one) => ({ id: one.name, whole: `:${one.name}`, text: `:${one.name}: `, label: `:${one.name}:`, picture: h("span", { class: "emoji" }, one.char) }));
}

function suggestions(open, area) {
  return h("div", { key: "suggestions", class: "suggestions", id: "suggestions", role: "listbox", "aria-label": "Suggestions", "data-testid": "suggestions" },
    open.entries.map((entry, at) => h("div", {
      key: entry.id, id: `suggestion-${at}`, role: "option", class: `option${at === open.active ? " option-active" : ""}`, "aria-selected": String(at === open.active),
      onmousedown: (event) => {
        event.preventDefault();
        take(open, entry, area());
      },
    }, entry.picture, h("span", { class: "option-words" }, h("span", null, entry.label, entry.hint ? h("code", { class: "hint-code" }, entry.hint) : null),
      entry.note ? h("small", null, entry.note) : null))));
}

function take(open, entry, area) {
  area.setSelectionRange(open.from, area.selectionStart);
  area.setRangeText(entry.text, open.from, area.selectionEnd, "end");
  typed(area, open.key);
}

function pressed(event, channel, thread, open, area) {
  if (event.isComposing) return;
  if (open && steer(event, open, area)) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit(channel, thread);
  }
}

function steer(event, open, area) {
  const entry = open.entries[open.active];
  // A word that is complete as it stands needs no second Enter.
  const whole = area().value.slice(open.from, area().selectionStart) === entry.whole;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    open.active = (open.active + (event.key === "ArrowDown" ? 1 : -1) + open.entries.length) % open.entries.length;
    changed();
  } else if ((event.key === "Enter" && !whole) || event.key === "Tab") take(open, entry, area());
  else if (event.key === "Escape") {
    event.stopPropagation();
    forget(open.key);
  } else return false;
  event.preventDefault();
  return true;
}

function shortcuts(anchor) {
  const entries = (page.world.global_shortcuts || []).map((one) => ({
    icon: icon("bolt"), label: one.name, hint: one.description || bot().real_name, run: () => shortcut(one.callback_id) }));
  menu(anchor, "Shortcuts", entries.length ? entries : [{ label: "This app has no global shortcuts", run: () => {} }]);
}

async function shortcut(callback) {
  const result = await send("shortcut", { callback_id: callback });
  if (!result.ok && result.error) toast(result.error);
}

async function submit(channel, thread) {
  const key = keyOf(channel, thread);
  const text = (ui.drafts[key] || "").trim();
  if (!text) return;
  const restore = ui.drafts[key];
  offer = null;
  ui.drafts[key] = "";
  changed();
  queueMicrotask(() => document.querySelectorAll(".composer textarea").forEach(grow));
  const result = await deliver(channel, thread, text);
  if (!result.ok && result.error) {
    toast(result.error);
    // Slack gives the words back when it could not take them.
    if (!ui.drafts[key]) ui.drafts[key] = restore;
    changed();
    queueMicrotask(() => document.querySelectorAll(".composer textarea").forEach(grow));
  }
}

function deliver(channel, thread, text) {
  const command = /^\/[^\s/]+(\s|$)/.test(text);
  if (command && thread) {
    return { ok: false, error: `${text.split(/\s/)[0]} is not supported in threads. Sorry!` };
  }
  if (command) return send("command", { channel: channel.id, text: tagged(text) });
  return send("message", { channel: channel.id, text: tagged(text), ...(thread ? { thread_ts: thread } : {}) });
}

// What the word before the caret could become: commands, people and groups, channels, emoji. Draws the list, owns its choice.

import { h } from "./dom.js";
import { search } from "./emoji.js";
import { avatar, icon } from "./icons.js";
import { emojiNode } from "./mrkdwn.js";
import { bot, changed, isChannel, page } from "./state.js";

const MOST = 8;
const WORD = /(?:^|[\s(])(@[\p{L}\w.-]{0,20}|#[\w-]{0,40}|:[a-z0-9_+-]{2,})$/u;
const EVERYBODY = { here: "Everybody who is active here", channel: "Everybody in this channel" };

let offer = null; // {key, from, entries, active}

export const offerFor = (key) => (offer && offer.key === key ? offer : null);

/** Look at the word before the caret anew; `key` says whose composer this is. */
export function offerAt(area, key, thread) {
  const before = area.value.slice(0, area.selectionStart);
  const command = thread ? null : before.match(/^\/(\S*)$/);
  const word = command ? before : before.match(WORD)?.[1];
  const entries = word ? entriesFor(word) : [];
  offer = entries.length ? { key, from: before.length - word.length, entries, active: 0 } : null;
}

export function withdrawOffer(key) {
  if (offer?.key !== key) return;
  offer = null;
  changed();
}

function entriesFor(word) {
  const typed = word.slice(1).toLowerCase();
  return ({ "/": commands, "@": mentions, "#": channels, ":": emoji }[word[0]])(typed).slice(0, MOST);
}

const begins = (typed, ...names) => names.some((name) => [name, ...String(name || "").split(/[\s-]/)].some((part) => part?.toLowerCase().startsWith(typed)));

function commands(typed) {
  return (page.world.commands || []).filter((one) => one.name.slice(1).startsWith(typed)).map((one) => ({
    id: one.name, whole: one.name, text: `${one.name} `, label: one.name, hint: one.usage_hint, note: one.description, picture: avatar(bot(), "avatar-small") }));
}

function mentions(typed) {
  const people = page.world.people.filter((one) => !one.deleted && begins(typed, one.real_name, one.name)).map((one) => ({
    id: one.id, whole: `@${one.name}`, text: `@${one.real_name || one.name} `, label: one.real_name || one.name, hint: `@${one.name}`, note: one.title, picture: avatar(one, "avatar-small") }));
  const groups = (page.world.user_groups || []).filter((one) => begins(typed, one.handle, one.name)).map((one) => ({
    id: one.id, whole: `@${one.handle}`, text: `@${one.handle} `, label: `@${one.handle}`, note: `${one.name}, ${one.members.length} ${one.members.length === 1 ? "person" : "people"}`, picture: icon("people") }));
  const all = Object.entries(EVERYBODY).filter(([name]) => begins(typed, name)).map(([name, note]) => ({
    id: name, whole: `@${name}`, text: `@${name} `, label: `@${name}`, note, picture: icon("people") }));
  return [...people, ...groups, ...all];
}

function channels(typed) {
  return page.world.channels.filter((one) => isChannel(one) && begins(typed, one.name)).map((one) => ({
    id: one.id, whole: `#${one.name}`, text: `#${one.name} `, label: one.name, note: one.bot_in ? null : `${bot().real_name} is not in this channel`, picture: icon(one.kind === "private" ? "lock" : "hash") }));
}

function emoji(typed) {
  return search(typed).flatMap((group) => group.emoji).map((one) => ({
    id: one.name, whole: `:${one.name}`, text: `:${one.name}: `, label: `:${one.name}:`, picture: emojiNode(one.name) }));
}

/** What the composer's text field says of the list to a screen reader. */
export function described(open, key) {
  return {
    "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": open ? listId(key) : undefined,
    "aria-activedescendant": open ? `${listId(key)}-${open.active}` : undefined,
  };
}

const listId = (key) => `suggestions-${key.replace(/\W/g, "-")}`;

/** The list above the composer, and its count in words. `area()` is the text field. */
export function suggestions(open, key, area) {
  return [
    open ? h("div", { key: "suggestions", class: "suggestions", id: listId(key), role: "listbox", "aria-label": "Suggestions", "data-testid": "suggestions" },
      open.entries.map((entry, at) => row(open, entry, at, key, area))) : null,
    h("p", { key: "count", class: "unseen", role: "status" }, open ? `${open.entries.length} ${open.entries.length === 1 ? "suggestion" : "suggestions"}` : ""),
  ];
}

function row(open, entry, at, key, area) {
  const here = at === open.active;
  return h("div", {
    key: entry.id, id: `${listId(key)}-${at}`, role: "option", class: `option${here ? " option-active" : ""}`, "aria-selected": String(here),
    onmousedown: (event) => {
      event.preventDefault();
      accept(open, entry, area());
    },
  }, entry.picture, h("span", { class: "option-words" },
    h("span", null, h("b", null, entry.label), entry.hint ? h("code", { class: "hint-code" }, entry.hint) : null),
    entry.note ? h("small", null, entry.note) : null));
}

function accept(open, entry, area) {
  area.setSelectionRange(open.from, area.selectionStart);
  area.setRangeText(entry.text, open.from, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

/** A key pressed while the list is open; true if it was for the list. */
export function steer(event, open, area) {
  const entry = open.entries[open.active];
  // A word that is complete as it stands needs no second Enter.
  const whole = area.value.slice(open.from, area.selectionStart) === entry.whole;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    open.active = (open.active + step + open.entries.length) % open.entries.length;
    changed();
    queueMicrotask(() => document.getElementById(`${listId(open.key)}-${open.active}`)?.scrollIntoView({ block: "nearest" }));
  } else if ((event.key === "Enter" && !event.shiftKey && !whole) || (event.key === "Tab" && !event.shiftKey)) accept(open, entry, area);
  else if (event.key === "Escape") {
    event.stopPropagation();
    withdrawOffer(open.key);
  } else return false;
  event.preventDefault();
  return true;
}

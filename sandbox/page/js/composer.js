// The composer: a message or a slash command, sent by Enter; what could not be sent comes back into it.

import { send } from "./api.js";
import { described, offerAt, offerFor, steer, suggestions, withdrawOffer } from "./completion.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { pickEmoji } from "./picker.js";
import { shortcutsButton } from "./shortcuts.js";
import { changed, page, ui } from "./state.js";
import { toast } from "./toasts.js";
import { tagged } from "./typing.js";

const HIGHEST = 220;
const keyOf = (channel, thread) => (thread ? `${ui.as}/${channel.id}/${thread}` : `${ui.as}/${channel.id}`);

export function composer(channel, thread, label) {
  const key = keyOf(channel, thread);
  const draft = ui.drafts[key] || "";
  const area = () => document.querySelector(`[data-draft="${key}"]`);
  const open = offerFor(key);
  return h("form", { class: "composer", onsubmit: (event) => {
    event.preventDefault();
    submit(channel, thread);
  } },
  suggestions(open, key, area),
  h("textarea", {
    key, ...described(open, key), "data-draft": key, "data-testid": thread ? "thread-composer" : "composer", rows: "1", placeholder: label, "aria-label": label,
    value: draft,
    oninput: (event) => typed(event.target, key, thread),
    onkeydown: (event) => pressed(event, channel, thread),
    onblur: () => setTimeout(() => withdrawOffer(key), 150),
    oncreate: grow,
  }),
  h("div", { key: "bar", class: "composer-bar" },
    shortcutsButton(""),
    h("button", { type: "button", title: "Emoji", "aria-label": "Insert emoji", onclick: (event) => pickEmoji(event.currentTarget, (name) => insert(area(), key, thread, `:${name}: `)) }, icon("smile")),
    h("button", { type: "button", title: "Mention somebody", "aria-label": "Mention somebody", onclick: () => insert(area(), key, thread, "@") }, icon("at")),
    thread ? null : h("button", { type: "button", title: "Slash command", "aria-label": "Slash command", onclick: () => insert(area(), key, thread, "/", true) }, h("span", { class: "slash" }, "/")),
    tip(draft),
    h("button", { type: "submit", class: "composer-send", "aria-label": "Send", title: "Send", disabled: !draft.trim() }, icon("send"))));
}

// Once a command stands there, what it takes is worth more than how to send it.
function tip(draft) {
  const command = (page.world.commands || []).find((one) => one.name === draft.match(/^(\/\S+) $/)?.[1]);
  if (command?.usage_hint) return h("span", { class: "composer-tip" }, h("code", { class: "hint-code" }, `${command.name} ${command.usage_hint}`));
  return h("span", { class: "composer-tip" }, h("b", null, "Enter"), " to send, ", h("b", null, "Shift+Enter"), " for a new line");
}

export function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight, HIGHEST)}px`;
}

function growAll() {
  queueMicrotask(() => document.querySelectorAll(".composer textarea").forEach(grow));
}

function typed(area, key, thread) {
  ui.drafts[key] = area.value;
  grow(area);
  offerAt(area, key, thread);
  changed();
}

function insert(area, key, thread, text, atStart = false) {
  const at = atStart ? 0 : area.selectionStart;
  const before = area.value.slice(0, at);
  const gap = before && !/\s$/.test(before) ? " " : "";
  area.value = `${before}${gap}${text}${area.value.slice(area.selectionEnd > at ? area.selectionEnd : at)}`;
  area.selectionStart = at + gap.length + text.length;
  area.selectionEnd = area.selectionStart;
  area.focus();
  typed(area, key, thread);
}

function pressed(event, channel, thread) {
  if (event.isComposing) return;
  const open = offerFor(keyOf(channel, thread));
  if (open && steer(event, open, event.currentTarget)) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit(channel, thread);
  }
}

async function submit(channel, thread) {
  const key = keyOf(channel, thread);
  const text = (ui.drafts[key] || "").trim();
  if (!text) return;
  const restore = ui.drafts[key];
  withdrawOffer(key);
  ui.drafts[key] = "";
  changed();
  growAll();
  const result = await deliver(channel, thread, text);
  if (!result.ok && result.error) {
    toast(result.error);
    // Slack gives the words back when it could not take them.
    if (!ui.drafts[key]) ui.drafts[key] = restore;
    changed();
    growAll();
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

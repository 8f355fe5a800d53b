// A conversation's messages: the list with day lines, one message with its blocks, reactions, thread link and hover tools.

import { send } from "./api.js";
import { blocks } from "./blocks.js";
import { dayTitle, day, fromTs, moment, ago, time } from "./dates.js";
import { confirmed } from "./dialog.js";
import { h } from "./dom.js";
import { character } from "./emoji.js";
import { avatar, icon } from "./icons.js";
import { messageSource } from "./interact.js";
import { emojiNode, mrkdwn } from "./mrkdwn.js";
import { shown } from "./editing.js";
import { pickEmoji } from "./picker.js";
import { menu } from "./popover.js";
import { messageEntries } from "./shortcuts.js";
import { changed, nameOf, page, person, ui } from "./state.js";
import { toast } from "./toasts.js";

const TOGETHER_SECONDS = 300;
const QUICK = ["trophy", "handshake", "eyes"];

const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts;

export const mainMessages = (channel) => channel.messages.filter((message) => !isReply(message));

export const threadMessages = (channel, root) => channel.messages.filter((message) => message.ts === root || message.thread_ts === root);

export function messageList(channel, list, inThread) {
  const out = [];
  const replies = list.filter((one) => isReply(one) && !one.ephemeral).length;
  let before = null;
  for (const message of list) {
    const date = fromTs(message.ts);
    if (!inThread && (!before || day(fromTs(before.ts)) !== day(date))) {
      out.push(h("div", { key: `day-${message.ts}`, class: "day", role: "separator" }, h("span", null, dayTitle(date))));
      before = null;
    }
    out.push(oneMessage(channel, message, { follows: before && follows(before, message), inThread }));
    if (inThread && message.ts === ui.thread && replies) out.push(counted(replies));
    before = message;
  }
  return out;
}

function counted(replies) {
  return h("div", { key: "count", class: "day day-replies" }, h("span", null, `${replies} ${replies === 1 ? "reply" : "replies"}`));
}

const authorId = (message) => message.user || message.bot_id;

// A bot's message may name no person, only the bot.
function authorOf(message) {
  const app = page.world.bots?.find((one) => one.id === message.bot_id);
  return person(message.user || app?.user) || { id: message.bot_id, real_name: message.name || app?.name || "A bot", bot: true };
}

function follows(before, message) {
  return authorId(before) === authorId(message) && !before.ephemeral && !message.ephemeral && !before.files?.length &&
    Number(message.ts) - Number(before.ts) < TOGETHER_SECONDS;
}

function oneMessage(channel, message, { follows: joined, inThread }) {
  const author = authorOf(message);
  const date = fromTs(message.ts);
  const stamp = h("time", { class: "stamp", title: moment(date), datetime: date.toISOString() }, time(date));
  const replies = inThread ? [] : channel.messages.filter((one) => isReply(one) && one.thread_ts === message.ts && !one.ephemeral);
  const editing = ui.editing && ui.editing.channel === channel.id && ui.editing.ts === message.ts;
  return h("article", {
    key: message.ts, class: `message${joined ? " joined" : ""}${message.ephemeral ? " ephemeral" : ""}`, "data-testid": "message",
    "data-ts": message.ts, "data-user": authorId(message), "data-ephemeral": message.ephemeral ? "true" : undefined,
    "aria-label": `${author.real_name || author.name}, ${time(date)}`, tabindex: "-1",
  },
  h("div", { class: "gutter" }, joined ? stamp : avatar(author)),
  h("div", { class: "message-body" },
    message.ephemeral ? h("p", { class: "only-you" }, icon("eye"), "Only visible to you") : null,
    joined ? null : h("div", { class: "byline" }, h("strong", null, author.real_name || author.name),
      author.bot ? h("span", { class: "app-tag" }, "APP") : null, stamp),
    editing ? shown(channel, message) : content(channel, message),
    files(message.files),
    reactions(channel, message),
    replies.length ? threadLink(message, replies) : null),
  editing ? null : tools(channel, message, inThread));
}

function content(channel, message) {
  const list = message.blocks?.length ? blocks(message.blocks, messageSource(channel, message)) : h("div", { class: "text" }, mrkdwn(message.text || ""));
  return h("div", { class: "content" }, list, message.edited ? h("span", { class: "edited" }, "(edited)") : null);
}

function files(list) {
  if (!list?.length) return null;
  return h("div", { class: "files" }, list.map((file) => h("a", {
    class: "file", href: file.url_private_download || file.url_private, download: file.name, "data-testid": "file",
  }, icon("file"), h("span", null, h("strong", null, file.title || file.name), h("small", null, `${file.name}${file.size ? `, ${size(file.size)}` : ""} · Download`)))));
}

const size = (bytes) => (bytes < 1024 ? `${bytes} bytes` : bytes < 1048576 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1048576).toFixed(1)} MB`);

function reactions(channel, message) {
  if (!message.reactions?.length) return null;
  return h("div", { class: "reactions" },
    message.reactions.map((one) => {
      const mine = one.users.includes(ui.as);
      const who = one.users.map((id) => (id === ui.as ? "you" : nameOf(id))).join(", ");
      const char = character(one.name);
      return h("button", {
        key: one.name, type: "button", class: `pill${mine ? " mine" : ""}`, "aria-pressed": String(mine), title: `${who} reacted with :${one.name}:`,
        "aria-label": `:${one.name}: ${one.users.length}, ${who}`, "data-reaction": one.name,
        onclick: () => react(channel, message, one.name, mine),
      }, char ? h("span", { class: "emoji" }, char) : emojiNode(one.name), h("span", { class: "count" }, one.users.length));
    }),
    h("button", { type: "button", class: "pill pill-add", "aria-label": "Add reaction",
      onclick: (event) => pickEmoji(event.currentTarget, (name) => react(channel, message, name)) }, icon("smile"), icon("plus")));
}

async function react(channel, message, name, take = false) {
  const result = await send(take ? "unreact" : "react", { channel: channel.id, ts: message.ts, name });
  if (!result.ok && result.error && result.error !== "already_reacted") toast(result.error);
}

function threadLink(message, replies) {
  const people = [...new Map(replies.map((one) => [authorId(one), authorOf(one)])).values()].slice(0, 4);
  const last = replies[replies.length - 1];
  return h("button", { type: "button", class: "thread-link", "data-testid": "thread-link", onclick: () => openThread(message.ts) },
    people.map((one) => avatar(one, "avatar-small")),
    h("strong", null, `${replies.length} ${replies.length === 1 ? "reply" : "replies"}`), h("small", null, `Last reply ${ago(fromTs(last.ts))}`));
}

export function openThread(ts) {
  ui.thread = ts;
  changed();
  queueMicrotask(() => document.querySelector(".thread textarea")?.focus());
}

function tools(channel, message, inThread) {
  if (message.ephemeral) return null;
  const quick = QUICK.map((name) => h("button", { type: "button", title: `React with :${name}:`, "aria-label": `React with ${name}`,
    onclick: () => react(channel, message, name, mineOf(message, name)) }, h("span", { class: "emoji" }, character(name))));
  return h("div", { class: "tools", role: "group", "aria-label": "Message tools", "data-testid": "message-tools" },
    quick,
    h("button", { type: "button", title: "Find another reaction", "aria-label": "Find another reaction", "data-tool": "react",
      onclick: (event) => pickEmoji(event.currentTarget, (name) => react(channel, message, name)) }, icon("smile")),
    inThread ? null : h("button", { type: "button", title: "Reply in thread", "aria-label": "Reply in thread", "data-tool": "reply", onclick: () => openThread(message.thread_ts || message.ts) }, icon("reply")),
    h("button", { type: "button", title: "More actions", "aria-label": "More actions", "aria-haspopup": "menu", "data-testid": "more", "data-tool": "more",
      onclick: (event) => more(event.currentTarget, channel, message) }, icon("more")));
}

const mineOf = (message, name) => (message.reactions || []).some((one) => one.name === name && one.users.includes(ui.as));

function more(anchor, channel, message) {
  const shortcuts = messageEntries(channel, message);
  const own = message.user === ui.as ? [null,
    { icon: icon("edit"), label: "Edit message", run: () => edit(channel, message) },
    { icon: icon("trash"), label: "Delete message", danger: true, run: () => erase(channel, message) }] : [];
  const link = { icon: icon("link"), label: "Copy link", run: () => copy(message) };
  menu(anchor, "More message actions", [link, ...(shortcuts.length ? [null, ...shortcuts] : []), ...own]);
}

async function copy(message) {
  try {
    await navigator.clipboard.writeText(message.permalink);
    toast("Link copied. It can be used as evidence in /win.", "info");
  } catch {
    toast(message.permalink, "info");
  }
}

function edit(channel, message) {
  ui.editing = { channel: channel.id, ts: message.ts, text: null };
  changed();
}

function erase(channel, message) {
  confirmed({
    title: { type: "plain_text", text: "Delete message" }, style: "danger",
    text: { type: "plain_text", text: "This removes it for everybody. What was saved from it elsewhere stays." },
    confirm: { type: "plain_text", text: "Delete" }, deny: { type: "plain_text", text: "Cancel" },
  }, () => send("message/delete", { channel: channel.id, ts: message.ts }));
}

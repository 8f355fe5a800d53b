// Slack's mrkdwn as drawn nodes. Everything typed ends as a text node: nothing here can become markup.

import { h } from "./dom.js";
import { slackDate } from "./dates.js";
import { character, isCustom } from "./emoji.js";
import { channel, nameOf, page, ui } from "./state.js";

const HELD = /\uE000(\d+)\uE001/;
const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const SAFE_LINK = /^(https?:\/\/|mailto:|slack:\/\/)/i;
const BARE_LINK = /\bhttps?:\/\/[^\s<>\uE000\uE001|"']*[^\s<>\uE000\uE001|"'.,;:!?)\]]/g;
const SPANS = [["*", "strong"], ["_", "em"], ["~", "s"]];

export function decode(text) {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity]);
}

/** A text object (or a string of mrkdwn) as nodes. */
export function textObject(given) {
  if (!given) return [];
  if (typeof given === "string") return mrkdwn(given);
  return given.type === "mrkdwn" ? mrkdwn(given.text) : plain(given.text, given.emoji !== false);
}

export function plain(text, emoji = true) {
  const lines = text.split("\n");
  return lines.flatMap((line, at) => [...(emoji ? withEmoji(line) : [line]), at < lines.length - 1 ? h("br") : null]);
}

export function mrkdwn(text) {
  const held = [];
  const hold = (node) => `\uE000${held.push(node) - 1}\uE001`;
  let rest = text.replace(/[\uE000\uE001]/g, "");
  rest = rest.replace(/\n?```\n?([\s\S]+?)\n?```\n?/g, (_, code) => hold(h("pre", { class: "code-block" }, preText(code))));
  rest = rest.replace(/`([^`\n]+)`/g, (_, code) => hold(h("code", null, preText(code))));
  rest = rest.replace(/<([^<>\n]+)>/g, (whole, inside) => hold(angle(inside) || decode(whole)));
  rest = rest.replace(BARE_LINK, (address) => hold(link(decode(address), [decode(address)])));
  return paragraphs(rest, held);
}

function preText(code) {
  return decode(code.replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, (_, target, label) => label || target));
}

function paragraphs(text, held) {
  const out = [];
  let quote = null;
  let endless = false;
  const lines = text.split("\n");
  lines.forEach((line, at) => {
    const quoted = endless ? [line] : line.match(/^(?:&gt;&gt;&gt;|>>>|&gt;|>) ?(.*)$/)?.slice(1);
    if (quoted) {
      endless = endless || /^(&gt;&gt;&gt;|>>>)/.test(line);
      if (!quote) out.push((quote = h("blockquote", null)));
      else quote.children.push(h("br"));
      quote.children.push(...inline(quoted[0], held));
      return;
    }
    if (quote) quote = null;
    else if (at > 0) out.push(h("br"));
    out.push(...lineOrItem(line, held));
  });
  return out;
}

function lineOrItem(line, held) {
  const item = line.match(/^(\s*)([•◦▪\-]|\d{1,3}[.)])\s+(.*)$/);
  if (!item) return inline(line, held);
  const bullet = item[2] === "-" ? "–" : item[2];
  return [h("span", { class: "item", style: { marginLeft: `${Math.floor(item[1].length / 2) * 16}px` } },
    h("span", { class: "bullet" }, bullet), h("span", null, inline(item[3], held)))];
}

function inline(text, held) {
  let first = null;
  for (const [sign, tag] of SPANS) {
    const mark = `\\${sign}`;
    const span = new RegExp(`(^|[\\s(\\[{"'.,;:!?/\\-–—*_~>|])${mark}(?=[^\\s${mark}])([^${mark}\\n]*[^\\s${mark}]|[^\\s${mark}])${mark}(?![\\w${mark}])`);
    const match = span.exec(text);
    const at = match ? match.index + match[1].length : -1;
    if (match && (first === null || at < first.at)) first = { at, tag, inner: match[2] };
  }
  if (first === null) return leaves(text, held);
  return [
    ...leaves(text.slice(0, first.at), held),
    h(first.tag, null, inline(first.inner, held)),
    ...inline(text.slice(first.at + first.inner.length + 2), held),
  ];
}

function leaves(text, held) {
  const parts = text.split(HELD);
  return parts.flatMap((part, at) => (at % 2 ? [held[Number(part)]] : withEmoji(decode(part))));
}

export function withEmoji(text) {
  const out = [];
  let from = 0;
  for (const match of text.matchAll(/:([a-z0-9_+'-]+)(::skin-tone-[2-6]|:skin-tone-[2-6])?:/g)) {
    const char = character(match[1] + (match[2] || "").replace(/^:(?!:)/, "::"));
    if (!char && !isCustom(match[1])) continue;
    if (match.index > from) out.push(text.slice(from, match.index));
    out.push(emojiNode(match[1], char));
    from = match.index + match[0].length;
  }
  if (from < text.length) out.push(text.slice(from));
  return out;
}

export function emojiNode(name, char = character(name)) {
  if (char) return h("span", { class: "emoji", role: "img", "aria-label": `:${name}:`, title: `:${name}:` }, char);
  return isCustom(name) ? h("span", { class: "emoji-own", role: "img", "aria-label": `:${name}:`, title: `:${name}:` }, name.slice(0, 6)) : `:${name}:`;
}

function angle(inside) {
  const [target, ...labels] = inside.split("|");
  const label = labels.join("|");
  if (target.startsWith("@")) return mention(target.slice(1), label);
  if (target.startsWith("#")) return channelLink(target.slice(1), label);
  if (target.startsWith("!date^")) return dateToken(target, label);
  if (target.startsWith("!subteam^")) return group(target.slice("!subteam^".length), label);
  if (/^!(here|channel|everyone)$/.test(target)) return h("span", { class: "mention mention-all" }, `@${target.slice(1)}`);
  const address = decode(target);
  return SAFE_LINK.test(address) ? link(address, label ? withEmoji(decode(label)) : [address.replace(/^mailto:/, "")]) : null;
}

export function mention(id, label) {
  const known = nameOf(id);
  const name = known !== id ? known : decode(label || "") || id;
  return h("span", { class: `mention${id === ui.as ? " mention-me" : ""}`, "data-user": id }, `@${name}`);
}

export function group(id, label) {
  const known = page.world?.user_groups?.find((one) => one.id === id);
  const words = known ? `@${known.handle}` : decode(label || "@group");
  return h("span", { class: `mention${known?.members.includes(ui.as) ? " mention-me" : ""}`, title: known?.name }, words);
}

export function channelLink(id, label) {
  const known = channel(id);
  if (!known && !label) return h("span", { class: "mention" }, "a private channel");
  return h("a", { class: "mention", href: `#channel=${id}`, "data-open-channel": id }, `#${known ? known.name : decode(label)}`);
}

function dateToken(target, fallback) {
  const [, seconds, pattern, address] = target.split("^");
  const text = slackDate(seconds, decode(pattern || "")) ?? decode(fallback);
  return address && SAFE_LINK.test(address) ? link(decode(address), [text]) : h("time", null, text);
}

export function link(address, children) {
  if (!SAFE_LINK.test(address)) return h("span", null, children);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer", "data-link": address }, children);
}

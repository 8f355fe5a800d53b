// The markdown block: the part of Markdown that Slack documents, as drawn nodes. HTML in it stays text.

import { h } from "./dom.js";
import { link, withEmoji } from "./mrkdwn.js";

const HELD = /\uE000(\d+)\uE001/;
const SPANS = [
  [/\*\*(?=\S)(.+?\S|\S)\*\*|__(?=\S)(.+?\S|\S)__/, "strong"],
  [/~~(?=\S)(.+?\S|\S)~~/, "s"],
  [/\*(?=\S)([^*]*\S)\*|(?<!\w)_(?=\S)([^_]*\S)_(?!\w)/, "em"],
];
const ITEM = /^(\s*)([-*+]|\d{1,3}[.)])\s+(.*)$/;

export function markdown(text) {
  const lines = text.replace(/[\uE000\uE001]/g, "").split("\n");
  const out = [];
  while (lines.length) out.push(block(lines));
  return out;
}

function block(lines) {
  const line = lines[0];
  if (!line.trim()) return void lines.shift();
  if (/^\s*```/.test(line)) return fenced(lines);
  const heading = line.match(/^(#{1,6})\s+(.*)$/);
  if (heading) {
    lines.shift();
    return h(`h${Math.min(6, heading[1].length + 2)}`, { class: `markdown-h${heading[1].length}` }, inline(heading[2]));
  }
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
    lines.shift();
    return h("hr");
  }
  if (/^>/.test(line)) return h("blockquote", null, markdown(take(lines, (one) => /^>/.test(one)).map((one) => one.replace(/^> ?/, "")).join("\n")));
  if (ITEM.test(line)) return list(take(lines, (one) => ITEM.test(one) || /^\s{2,}\S/.test(one)));
  if (/^\s*\|/.test(line) && /^\s*\|?[\s:|-]+\|[\s:|-]*$/.test(lines[1] || "")) return grid(take(lines, (one) => /\|/.test(one)));
  return paragraph(lines);
}

function take(lines, wanted) {
  const taken = [];
  while (lines.length && wanted(lines[0])) taken.push(lines.shift());
  return taken;
}

function fenced(lines) {
  lines.shift();
  const code = take(lines, (one) => !/^\s*```/.test(one));
  lines.shift();
  return h("pre", { class: "code-block" }, code.join("\n"));
}

function paragraph(lines) {
  const taken = [lines.shift(), ...take(lines, (one) => one.trim() && !/^(#{1,6}\s|>|\s*```)/.test(one) && !ITEM.test(one))];
  return h("p", null, taken.flatMap((one, at) => [at ? h("br") : null, ...inline(one)]));
}

function list(lines) {
  const depth = (line) => line.match(/^\s*/)[0].length;
  const base = depth(lines[0]);
  const items = [];
  for (const line of lines) {
    const item = line.match(ITEM);
    if (item && depth(line) <= base + 1) items.push({ text: item[3], inner: [] });
    else items[items.length - 1].inner.push(line);
  }
  return h(/\d/.test(lines[0].match(ITEM)[2]) ? "ol" : "ul", { class: "rich-list" },
    items.map((item) => h("li", null, inline(item.text), nested(item.inner))));
}

function nested(lines) {
  if (!lines.length) return null;
  return ITEM.test(lines[0]) ? list(lines) : inline(` ${lines.map((line) => line.trim()).join(" ")}`);
}

function grid(lines) {
  const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
  const [head, , ...rows] = lines.map(cells);
  return h("div", { class: "table-wrap" }, h("table", null,
    h("thead", null, h("tr", null, head.map((cell) => h("th", { scope: "col" }, inline(cell))))),
    h("tbody", null, rows.map((row) => h("tr", null, row.map((cell) => h("td", null, inline(cell))))))));
}

function inline(text) {
  const held = [];
  const hold = (node) => `\uE000${held.push(node) - 1}\uE001`;
  const rest = text
    .replace(/`([^`]+)`/g, (_, code) => hold(h("code", null, code)))
    .replace(/!?\[([^\]]*)\]\((https?:[^\s)]+|mailto:[^\s)]+)\)/g, (_, label, address) => hold(link(address, [label || address])))
    .replace(/<?(https?:\/\/[^\s<>\uE000]*[^\s<>\uE000.,;:!?)])>?/g, (_, address) => hold(link(address, [address])));
  return spans(rest, held);
}

function spans(text, held) {
  for (const [pattern, tag] of SPANS) {
    const match = pattern.exec(text);
    if (!match) continue;
    return [
      ...spans(text.slice(0, match.index), held),
      h(tag, null, spans(match[1] ?? match[2], held)),
      ...spans(text.slice(match.index + match[0].length), held),
    ];
  }
  return text.split(HELD).flatMap((part, at) => (at % 2 ? [held[Number(part)]] : withEmoji(part.replace(/\\([*_~`#>\-[\]])/g, "$1"))));
}

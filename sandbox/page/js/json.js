// JSON as lines that can be read: indented, keys, words and numbers told apart.

import { h } from "./dom.js";

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The value, pretty-printed, as nodes. */
export function json(value) {
  const text = JSON.stringify(value, null, 2);
  const out = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > from) out.push(text.slice(from, match.index));
    const kind = match[2] ? "json-key" : match[1] ? "json-words" : "json-value";
    out.push(h("span", { class: kind }, match[1] || match[0]));
    if (match[2]) out.push(match[2]);
    from = match.index + match[0].length;
  }
  out.push(text.slice(from));
  return out;
}

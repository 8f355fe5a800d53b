// Between what a person types and what Slack stores: picked names to mentions, and a stored text back to a typed one.
// Escaping, handles and addresses are the server's work.

import { page } from "./state.js";

const names = () => page.world.people
  .flatMap((one) => [one.real_name, one.name].filter(Boolean).map((name) => ({ name, id: one.id })))
  .sort((a, b) => b.name.length - a.name.length);

const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Typed text with every @Full Name as the mention that was picked. */
export function tagged(text) {
  let out = text;
  for (const { name, id } of names()) out = out.replace(new RegExp(`(^|[\\s(,;])@${literal(name)}(?![\\w-])`, "gi"), `$1<@${id}>`);
  return out;
}

/** Stored text as a person would have typed it, for editing. */
export function decoded(text) {
  return text
    .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (_, id) => `@${page.world.people.find((one) => one.id === id)?.real_name || id}`)
    .replace(/<#([A-Z0-9]+)(?:\|[^>]*)?>/g, (_, id) => `#${page.world.channels.find((one) => one.id === id)?.name || id}`)
    .replace(/<([^<>|]+)(?:\|[^<>]*)?>/g, "$1")
    .replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

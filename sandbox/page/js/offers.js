// What the lists of Block Kit's selects offer: people, channels, the app's options, and what the app answers to a query.
// Remembers the words of options that came from outside; draws nothing.

import { suggestions } from "./api.js";
import { avatar } from "./icons.js";
import { changed, nameOf, page, ui } from "./state.js";

const PAUSE_MS = 150;
const DEFAULT_LEAST = 3; // Slack asks the app only from the third letter on, unless the element says otherwise
const seen = new Map(); // value -> words, for options that came from outside

export const kindOf = (given) => given.type.replace(/^multi_/, "").replace(/_select$/, "");

export const isExternal = (given) => kindOf(given) === "external";

export const shortest = (given) => given.min_query_length ?? DEFAULT_LEAST;

function simple(option) {
  seen.set(option.value, option.text.text);
  return { value: option.value, text: option.text.text, description: option.description?.text };
}

const grouped = (given) => (given.option_groups
  ? given.option_groups.map((group) => ({ title: group.label.text, options: group.options.map(simple) }))
  : [{ options: (given.options || []).map(simple) }]);

function people() {
  return page.world.people.filter((one) => !one.deleted)
    .map((one) => ({ value: one.id, text: one.real_name || one.name, description: one.title, picture: avatar(one, "avatar-small") }));
}

function conversations(given) {
  const wanted = kindOf(given) === "channels" ? ["channel"] : ["channel", "private"];
  return page.world.channels.filter((one) => wanted.includes(one.kind))
    .map((one) => ({ value: one.id, text: `${one.kind === "private" ? "🔒 " : "#"}${one.name}` }));
}

/** What a list offers before anything is typed away: [{title?, options: [{value, text, description?, picture?}]}]. */
export function offered(given, panel) {
  switch (kindOf(given)) {
    case "users": return [{ options: people() }];
    case "conversations": case "channels": return [{ options: conversations(given) }];
    case "external": return panel.found || [];
    default: return grouped(given);
  }
}

/** The words for a value that is chosen now. */
export function wordsFor(given, value) {
  const initial = [given.initial_option, ...(given.initial_options || [])].find((option) => option?.value === value);
  if (isExternal(given)) return initial?.text.text || seen.get(value) || value;
  if (kindOf(given) === "users") return nameOf(value);
  const known = offered(given, {}).flatMap((group) => group.options).find((option) => option.value === value);
  return known?.text || initial?.text.text || value;
}

/** Ask the app what it offers for the query, after a short pause; an answer that a newer query overtook is dropped. */
export function look(source, block, given, panel) {
  clearTimeout(panel.pause);
  panel.turn = (panel.turn || 0) + 1;
  const { turn, query } = panel;
  if (query.length < shortest(given)) {
    Object.assign(panel, { found: [], state: "short" });
    return;
  }
  panel.state = "searching";
  panel.pause = setTimeout(async () => {
    const result = await suggestions({ ...source.body, action_id: given.action_id, block_id: block.block_id, query });
    if (ui.popover !== panel || panel.turn !== turn) return;
    panel.found = result.ok ? grouped(result) : [];
    panel.state = result.ok ? "answered" : "failed";
    panel.active = 0;
    changed();
  }, query ? PAUSE_MS : 0);
}

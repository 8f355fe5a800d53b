// Lists to choose from: static, users, conversations, channels, external, single or multi, and the overflow menu.

import { suggestions } from "./api.js";
import { h } from "./dom.js";
import { confirmed } from "./dialog.js";
import { act, picked, valueOf } from "./interact.js";
import { avatar, icon } from "./icons.js";
import { plain, textObject } from "./mrkdwn.js";
import { closePopover, menu, openPopover } from "./popover.js";
import { changed, page, ui } from "./state.js";

const SEARCH_PAUSE_MS = 150;
const seen = new Map(); // value -> words, for options that came from outside

export function overflow(source, block, given) {
  const pick = (option) => confirmed(given.confirm, () => {
    if (option.url) window.open(option.url, "_blank", "noopener");
    act(source, block, given, option.value);
  });
  return h("button", {
    type: "button", class: "button button-icon", "aria-haspopup": "menu", "aria-label": given.accessibility_label || "More actions",
    "data-action": given.action_id,
    onclick: (event) => menu(event.currentTarget, "More actions", (given.options || []).map((option) => (
      { label: plainWords(option.text), hint: option.description && plainWords(option.description), run: () => pick(option) }))),
  }, icon("more"));
}

const plainWords = (text) => plain(text.text);

const kindOf = (given) => given.type.replace(/^multi_/, "").replace(/_select$/, "");

/** What a list offers now: [{title, options: [{value, text, description?, picture?}]}]. */
function offered(given, open) {
  switch (kindOf(given)) {
    case "users": return [{ options: page.world.people.filter((one) => !one.deleted).map((one) => (
      { value: one.id, text: one.real_name || one.name, description: one.title, picture: avatar(one, "avatar-small") })) }];
    case "conversations": case "channels": return [{ options: page.world.channels.filter((one) => one.kind !== "im").map((one) => (
      { value: one.id, text: `${one.kind === "private" ? "🔒 " : "#"}${one.name}` })) }];
    case "external": return [{ options: (open.found || []).map(simple) }];
    default: return given.option_groups
      ? given.option_groups.map((group) => ({ title: group.label.text, options: group.options.map(simple) }))
      : [{ options: (given.options || []).map(simple) }];
  }
}

function simple(option) {
  seen.set(option.value, option.text.text);
  return { value: option.value, text: option.text.text, description: option.description?.text };
}

function words(given, value) {
  const known = offered(given, {}).flatMap((group) => group.options).find((option) => option.value === value);
  const initial = [given.initial_option, ...(given.initial_options || [])].find((option) => option?.value === value);
  return known?.text || initial?.text.text || seen.get(value) || value;
}

export function select(source, block, given, name) {
  const many = given.type.startsWith("multi_");
  const value = valueOf(source, block, given);
  const chosen = many ? value || [] : value === undefined || value === null ? [] : [value];
  const names = chosen.map((one) => words(given, one));
  const open = (event) => {
    const anchor = event.currentTarget;
    openPopover(anchor, {
      label: name, className: "list-panel", query: "", active: 0, minWidth: Math.max(220, anchor.offsetWidth),
      body: (panel) => list(panel, source, block, given, name, many),
    });
    if (kindOf(given) === "external") look(source, given, "");
  };
  return h("button", {
    type: "button", class: `select ${chosen.length ? "" : "select-empty"}`, "aria-haspopup": "listbox", "data-action": given.action_id,
    "aria-label": `${name}: ${names.join(", ") || "nothing chosen"}`, onclick: open,
  }, h("span", { class: "select-words" }, many && chosen.length
    ? names.map((one) => h("span", { class: "chip" }, plain(one)))
    : plain(names[0] || given.placeholder?.text || "Choose…")), icon("down"));
}

let pause = null;
function look(source, given, query) {
  clearTimeout(pause);
  pause = setTimeout(async () => {
    const found = await suggestions({ ...source.body, action_id: given.action_id, text: query });
    if (ui.popover) ui.popover.found = found;
    changed();
  }, query.length ? SEARCH_PAUSE_MS : 0);
}

function list(panel, source, block, given, name, many) {
  const wanted = panel.query.trim().toLowerCase();
  const groups = offered(given, panel).map((group) => ({ ...group, options: group.options.filter((option) => (
    kindOf(given) === "external" || option.text.toLowerCase().includes(wanted) || option.value.toLowerCase() === wanted)) }));
  const flat = groups.flatMap((group) => group.options);
  panel.active = Math.max(0, Math.min(panel.active, flat.length - 1));
  const value = valueOf(source, block, given);
  const chosen = many ? value || [] : [value];
  const pick = (option) => {
    if (!many) {
      closePopover(true);
      return picked(source, block, given, option.value);
    }
    const next = chosen.includes(option.value) ? chosen.filter((one) => one !== option.value) : [...chosen, option.value];
    if (given.max_selected_items && next.length > given.max_selected_items) return undefined;
    return picked(source, block, given, next);
  };
  return [
    h("input", {
      class: "field", type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "options", "aria-label": `Search ${name}`,
      "aria-activedescendant": flat.length ? `option-${panel.active}` : undefined, placeholder: "Search", value: panel.query, autocomplete: "off",
      oninput: (event) => {
        panel.query = event.target.value;
        panel.active = 0;
        if (kindOf(given) === "external") look(source, given, panel.query);
        changed();
      },
      onkeydown: (event) => steer(event, panel, flat, pick),
    }),
    h("div", { id: "options", role: "listbox", "aria-label": name, "aria-multiselectable": many ? "true" : undefined, class: "options" },
      groups.map((group) => [
        group.title && group.options.length ? h("div", { class: "options-title" }, plain(group.title)) : null,
        group.options.map((option) => row(option, flat.indexOf(option), panel, chosen.includes(option.value), () => pick(option))),
      ]),
      flat.length ? null : h("p", { class: "empty" }, "Nothing found")),
    clearing(source, block, given, many, chosen),
  ];
}

function row(option, at, panel, on, pick) {
  return h("div", {
    key: option.value, id: `option-${at}`, role: "option", class: `option ${at === panel.active ? "option-active" : ""}`,
    "aria-selected": String(on), "data-value": option.value, onclick: pick,
    onmousedown: (event) => event.preventDefault(), // the search field keeps the focus
  }, option.picture || null, h("span", { class: "option-words" }, plain(option.text),
    option.description ? h("small", null, plain(option.description)) : null), on ? icon("check") : null);
}

// A single choice in an optional input can be taken back, as in Slack.
function clearing(source, block, given, many, chosen) {
  if (many || block.type !== "input" || !block.optional || chosen[0] === undefined || chosen[0] === null) return null;
  return h("button", { type: "button", class: "plain clear", onclick: () => {
    closePopover(true);
    picked(source, block, given, null);
  } }, "Clear choice");
}

function steer(event, panel, flat, pick) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    panel.active = (panel.active + step + flat.length) % Math.max(1, flat.length);
    changed();
    queueMicrotask(() => document.getElementById(`option-${panel.active}`)?.scrollIntoView({ block: "nearest" }));
  } else if (event.key === "Enter" && flat[panel.active]) {
    event.preventDefault();
    pick(flat[panel.active]);
  }
}

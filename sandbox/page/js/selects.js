// Block Kit's selects as they stand in a form or message, the panel to choose from, and the overflow menu.

import { h } from "./dom.js";
import { confirmed } from "./dialog.js";
import { act, picked, valueOf } from "./interact.js";
import { icon } from "./icons.js";
import { plain, textObject } from "./mrkdwn.js";
import { isExternal, look, offered, shortest, wordsFor } from "./offers.js";
import { closePopover, menu, openPopover } from "./popover.js";
import { changed } from "./state.js";

export function overflow(source, block, given) {
  const pick = (option) => confirmed(given.confirm, () => {
    if (option.url) window.open(option.url, "_blank", "noopener");
    act(source, block, given, option.value);
  });
  return h("button", {
    type: "button", class: "button button-icon", "aria-haspopup": "menu", "aria-label": given.accessibility_label || "More actions",
    "data-action": given.action_id,
    onclick: (event) => menu(event.currentTarget, "More actions", (given.options || []).map((option) => (
      { label: textObject(option.text), hint: option.description && textObject(option.description), run: () => pick(option) }))),
  }, icon("more"));
}

/** A select's field: one value in a button, or chips with a button to add more. `name` is its label, `described` more about it. */
export function select(source, block, given, name, described = {}) {
  const many = given.type.startsWith("multi_");
  const value = valueOf(source, block, given);
  const chosen = many ? value || [] : value === undefined || value === null ? [] : [value];
  const field = { source, block, given, name, many, chosen };
  if (!many) return opener(field, chosen.length ? wordsFor(given, chosen[0]) : null, described);
  return h("div", { class: "select-many", role: "group", "aria-label": name },
    chosen.map((one) => chip(field, one)),
    opener(field, null, described));
}

function chip(field, value) {
  const words = wordsFor(field.given, value);
  return h("span", { key: value, class: "chip", "data-testid": "chip" }, plain(words),
    h("button", { type: "button", class: "chip-off", "aria-label": `Remove ${words}`, onclick: (event) => {
      const next = event.currentTarget.closest(".select-many").querySelector(".select");
      take(field, field.chosen.filter((one) => one !== value));
      next.focus();
    } }, icon("close")));
}

function opener(field, words, described) {
  const { given, name, chosen } = field;
  const now = chosen.map((one) => wordsFor(given, one)).join(", ");
  const text = words || (chosen.length ? "Add more…" : given.placeholder?.text || (isExternal(given) ? "Search…" : "Choose…"));
  return h("button", {
    ...described,
    type: "button", class: `select ${words ? "" : "select-empty"}`, "aria-haspopup": "dialog", "data-action": given.action_id,
    "data-focus": given.focus_on_load ? "first" : undefined,
    "aria-label": `${name}: ${now || "nothing chosen"}`,
    onclick: (event) => open(field, event.currentTarget, ""),
    onkeydown: (event) => {
      const letter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (!letter && event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      open(field, event.currentTarget, letter ? event.key : "");
    },
  }, h("span", { class: "select-words" }, plain(text)), icon("down"));
}

function open({ source, block, given, name, many }, anchor, query) {
  const panel = openPopover(anchor, {
    label: name, className: "list-panel", query, active: 0, minWidth: Math.max(220, anchor.offsetWidth),
    body: (shown) => list(shown, source, block, given, name, many),
  });
  if (panel && isExternal(given)) look(source, block, given, panel);
}

function take({ source, block, given }, value) {
  return picked(source, block, given, value);
}

function list(panel, source, block, given, name, many) {
  const value = valueOf(source, block, given);
  const chosen = many ? value || [] : value === undefined || value === null ? [] : [value];
  const field = { source, block, given, chosen };
  const groups = matching(given, panel);
  const flat = groups.flatMap((group) => group.options);
  panel.active = Math.max(0, Math.min(panel.active, flat.length - 1));
  const full = many && chosen.length >= (given.max_selected_items || Infinity);
  const pick = (option) => {
    if (!many) {
      closePopover(true);
      take(field, option.value);
    } else if (chosen.includes(option.value)) take(field, chosen.filter((one) => one !== option.value));
    else if (!full) take(field, [...chosen, option.value]);
  };
  const clear = !many && chosen.length && block.type === "input" && block.optional;
  return [
    h("input", {
      class: "field", type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "options", "aria-autocomplete": "list",
      "aria-label": `Search ${name}`, "aria-activedescendant": flat.length ? `option-${panel.active}` : undefined, "aria-describedby": "options-state",
      placeholder: "Search", value: panel.query, autocomplete: "off",
      oninput: (event) => {
        Object.assign(panel, { query: event.target.value, active: 0 });
        if (isExternal(given)) look(source, block, given, panel);
        changed();
      },
      onkeydown: (event) => steer(event, panel, flat, pick, many ? () => take(field, chosen.slice(0, -1)) : null),
    }),
    h("div", { id: "options", role: "listbox", "aria-label": name, "aria-multiselectable": many ? "true" : undefined, class: "options", hidden: !flat.length },
      groups.map((group, at) => group.options.length === 0 ? null : h("div", { key: `group-${at}`, role: "group", "aria-label": group.title || name },
        group.title ? h("div", { class: "options-title", "aria-hidden": "true" }, plain(group.title)) : null,
        group.options.map((option) => row(option, flat.indexOf(option), panel, chosen.includes(option.value), full, () => pick(option)))))),
    h("p", { id: "options-state", class: flat.length && !full ? "unseen" : "options-state", role: "status", "data-testid": "options-state" },
      state(given, panel, flat.length, full)),
    clear ? h("button", { type: "button", class: "plain clear", onclick: () => {
      closePopover(true);
      take(field, null);
    } }, "Clear choice") : null,
  ];
}

function matching(given, panel) {
  const groups = offered(given, panel);
  if (isExternal(given)) return groups;
  const wanted = panel.query.trim().toLowerCase();
  return groups.map((group) => ({ ...group, options: group.options.filter((option) => (
    option.text.toLowerCase().includes(wanted) || option.value.toLowerCase() === wanted)) }));
}

function state(given, panel, count, full) {
  if (full) return `At most ${given.max_selected_items} can be chosen.`;
  if (isExternal(given)) {
    if (panel.state === "short") return `Type at least ${shortest(given)} ${shortest(given) === 1 ? "character" : "characters"} to search.`;
    if (panel.state === "searching") return "Searching…";
    if (panel.state === "failed") return "The app did not answer with options. Try again.";
  }
  return count === 0 ? "Nothing found" : `${count} ${count === 1 ? "option" : "options"}`;
}

function row(option, at, panel, on, full, pick) {
  return h("div", {
    key: option.value, id: `option-${at}`, role: "option", class: `option ${at === panel.active ? "option-active" : ""}`,
    "aria-selected": String(on), "aria-disabled": full && !on ? "true" : undefined, "data-value": option.value, onclick: pick,
    onmousedown: (event) => event.preventDefault(), // the search field keeps the focus
  }, option.picture || null, h("span", { class: "option-words" }, plain(option.text),
    option.description ? h("small", null, plain(option.description)) : null), on ? icon("check") : null);
}

function steer(event, panel, flat, pick, dropLast) {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
  if (step && flat.length) {
    event.preventDefault();
    const next = panel.active + step;
    panel.active = Math.abs(step) === 1 ? (next + flat.length) % flat.length : Math.max(0, Math.min(next, flat.length - 1));
    changed();
    queueMicrotask(() => document.getElementById(`option-${panel.active}`)?.scrollIntoView({ block: "nearest" }));
  } else if (event.key === "Enter") {
    event.preventDefault(); // never the form's own submission
    if (flat[panel.active]) pick(flat[panel.active]);
  } else if (event.key === "Backspace" && panel.query === "" && dropLast) dropLast();
}

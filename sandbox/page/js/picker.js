// The emoji picker: search by name, skin tone, one click. Used for reactions and in the composer.

import { h } from "./dom.js";
import { character, search, toned } from "./emoji.js";
import { changed } from "./state.js";
import { emojiNode } from "./mrkdwn.js";
import { closePopover, openPopover } from "./popover.js";

let tone = 1;

/** Open beside `anchor`; `onpick` gets the short name, with the tone if one is chosen. */
export function pickEmoji(anchor, onpick) {
  openPopover(anchor, { label: "Choose an emoji", className: "picker", query: "", body: (open) => picker(open, onpick) });
}

const WIDE = 8;

function picker(open, onpick) {
  const found = search(open.query);
  const choose = (name) => {
    closePopover(true);
    onpick(toned(name, tone));
  };
  return [
    h("input", {
      type: "search", class: "field", placeholder: "Search by name: trophy, handshake…", "aria-label": "Search emoji",
      "data-testid": "emoji-search", value: open.query,
      oninput: (event) => {
        open.query = event.target.value;
        changed();
      },
      onkeydown: (event) => {
        if (event.key === "Enter" && found.length) choose(found[0].emoji[0].name);
        if (event.key === "ArrowDown") event.currentTarget.parentNode.querySelector(".picker-grid button")?.focus();
      },
    }),
    h("div", { class: "picker-list", onkeydown: walkGrid }, found.length
      ? found.map((group, at) => h("section", { key: group.title, "aria-label": group.title }, h("div", { class: "options-title", "aria-hidden": "true" }, group.title),
        h("div", { class: "picker-grid" }, group.emoji.map((one, place) => h("button", {
          key: one.name, type: "button", title: `:${one.name}:`, "aria-label": one.name, tabindex: at + place === 0 ? "0" : "-1", onclick: () => choose(one.name),
        }, character(toned(one.name, tone)) || emojiNode(one.name))))))
      : h("p", { class: "empty" }, "No emoji has that name.")),
    h("div", { class: "picker-tones", role: "group", "aria-label": "Skin tone" }, [1, 2, 3, 4, 5, 6].map((level) => h("button", {
      type: "button", "aria-label": level === 1 ? "No skin tone" : `Skin tone ${level}`, "aria-pressed": String(tone === level),
      onclick: () => {
        tone = level;
        changed();
      },
    }, character(toned("raised_hand", level))))),
  ];
}

// One stop for Tab, arrows within; up from the first row goes back to the search.
function walkGrid(event) {
  const all = [...event.currentTarget.querySelectorAll(".picker-grid button")];
  const at = all.indexOf(document.activeElement);
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: WIDE, ArrowUp: -WIDE }[event.key];
  if (!step || at < 0) return;
  event.preventDefault();
  if (at + step < 0) event.currentTarget.parentNode.querySelector("input").focus();
  else all[Math.min(at + step, all.length - 1)].focus();
}

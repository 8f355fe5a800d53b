// The emoji picker: search by name, skin tone, one click. Used for reactions and in the composer.

import { h } from "./dom.js";
import { character, search, toned } from "./emoji.js";
import { changed } from "./state.js";
import { closePopover, openPopover } from "./popover.js";

let tone = 1;

/** Open beside `anchor`; `onpick` gets the short name, with the tone if one is chosen. */
export function pickEmoji(anchor, onpick) {
  openPopover(anchor, { label: "Choose an emoji", className: "picker", query: "", body: (open) => picker(open, onpick) });
}

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
      },
    }),
    h("div", { class: "picker-list" }, found.length
      ? found.map((group) => h("section", { key: group.title }, h("h3", null, group.title),
        h("div", { class: "picker-grid" }, group.emoji.map((one) => h("button", {
          key: one.name, type: "button", title: `:${one.name}:`, "aria-label": one.name, onclick: () => choose(one.name),
        }, character(toned(one.name, tone)))))))
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

// Editing one's own message in place.

import { send } from "./api.js";
import { h } from "./dom.js";
import { changed, ui } from "./state.js";
import { toast } from "./toasts.js";
import { decoded, tagged } from "./typing.js";

export function shown(channel, message) {
  const state = ui.editing;
  if (state.text === null) state.text = decoded(message.text || "");
  const stop = () => {
    ui.editing = null;
    changed();
  };
  const save = async () => {
    const text = state.text.trim();
    if (!text) return;
    stop();
    const result = await send("message/edit", { channel: channel.id, ts: message.ts, text: tagged(text) });
    if (!result.ok && result.error) toast(result.error);
  };
  return h("div", { class: "editing" },
    h("textarea", { class: "field", rows: "2", "aria-label": "Edit message", value: state.text, oncreate: (node) => node.focus(),
      oninput: (event) => {
        state.text = event.target.value;
      },
      onkeydown: (event) => {
        if (event.key === "Escape") stop();
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
          event.preventDefault();
          save();
        }
      } }),
    h("div", { class: "row-end" }, h("button", { type: "button", class: "button", onclick: stop }, "Cancel"),
      h("button", { type: "button", class: "button button-primary", onclick: save }, "Save")));
}

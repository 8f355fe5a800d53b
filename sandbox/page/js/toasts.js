// Short notices in the corner: Slack's own errors and what the sandbox has to say. Each leaves by itself or by its button.

import { h } from "./dom.js";
import { changed, ui } from "./state.js";
import { icon } from "./icons.js";

const STAYS_MS = 9000;
let count = 0;

export function toast(text, kind = "error") {
  if (ui.toasts.some((one) => one.text === text)) return;
  count += 1;
  const id = count;
  ui.toasts.push({ id, text, kind });
  setTimeout(() => dismiss(id), STAYS_MS);
  changed();
}

/** Take back a notice that is now said in its place. */
export function withdraw(text) {
  ui.toasts = ui.toasts.filter((one) => one.text !== text);
  changed();
}

function dismiss(id) {
  ui.toasts = ui.toasts.filter((one) => one.id !== id);
  changed();
}

export function toasts() {
  return h("div", { key: "toasts", class: "toasts", role: "status", "aria-live": "polite", "data-testid": "toasts" },
    ui.toasts.map((one) => h("div", { key: one.id, class: `toast toast-${one.kind}`, "data-testid": "toast" },
      icon(one.kind === "info" ? "info" : "alert"),
      h("p", null, one.text),
      h("button", { class: "plain", type: "button", "aria-label": "Dismiss notice", onclick: () => dismiss(one.id) },
        icon("close")))));
}

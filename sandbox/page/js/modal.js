// Modals: the top view of the stack, its submission with errors in place, going back and closing.

import { send } from "./api.js";
import { blocks } from "./blocks.js";
import { keepInside } from "./dialog.js";
import { giveBack } from "./focus.js";
import { h } from "./dom.js";
import { icon, mark } from "./icons.js";
import { entered, viewSource } from "./interact.js";
import { plain, textObject } from "./mrkdwn.js";
import { changed, page, ui } from "./state.js";
import { withdraw } from "./toasts.js";

let focusBack = null;
let shownId = null;

export function modal() {
  const stack = page.world.modals || [];
  const view = stack[stack.length - 1];
  remember(view, stack);
  if (!view) return null;
  const source = viewSource(view);
  const busy = ui.pending.has(`submit/${view.id}`);
  const trouble = ui.trouble[view.id];
  const submits = Boolean(view.submit);
  return h("div", { key: view.id, class: "overlay", onkeydown: keepInside },
    h("div", { class: "modal", role: "dialog", "aria-modal": "true", "aria-labelledby": "modal-title", "data-testid": "modal", tabindex: "-1", oncreate: focusFirst },
    h("form", { class: "modal-form", novalidate: true, onsubmit: (event) => {
      event.preventDefault();
      submit(view, source);
    } },
    h("div", { class: "modal-head" },
      stack.length > 1 ? h("button", { type: "button", class: "plain", "aria-label": "Back", title: "Back", onclick: closeModal }, icon("left")) : mark(),
      h("h2", { id: "modal-title" }, textObject(view.title)),
      h("button", { type: "button", class: "plain", "aria-label": "Close", onclick: closeModal }, icon("close"))),
    h("div", { class: "modal-body", "data-scroll": view.id },
      trouble ? h("div", { class: "alert alert-error", role: "alert", "data-testid": "modal-error" }, icon("alert"), h("div", null, plain(trouble))) : null,
      blocks(view.blocks || [], source)),
    h("div", { class: "modal-foot row-end" },
      h("button", { type: "button", class: "button", onclick: closeModal }, view.close ? textObject(view.close) : submits ? "Cancel" : "Close"),
      submits ? h("button", { type: "submit", class: "button button-primary", disabled: busy, "aria-busy": busy ? "true" : undefined, "data-testid": "modal-submit" },
        textObject(view.submit)) : null))));
}

function remember(view, stack) {
  for (const key of Object.keys(ui.choices)) {
    if (key.startsWith("V") && !stack.some((one) => key.startsWith(`${one.id}/`))) delete ui.choices[key];
  }
  if (view && shownId === null) focusBack = document.activeElement;
  if (!view && shownId !== null) {
    ui.trouble = {};
    ui.errors = {};
    queueMicrotask(() => giveBack(focusBack));
  }
  shownId = view ? view.id : null;
}

function focusFirst(node) {
  const first = node.querySelector("[data-focus=first]") || node.querySelector(".modal-body input:not([type=hidden]), .modal-body textarea, .modal-body .select");
  (first || node).focus({ preventScroll: true });
}

let closing = Promise.resolve();

/** Close the top view, if there is one; pressed twice it waits for the first and closes the next. */
export function closeModal() {
  ui.popover = null;
  closing = closing.then(async () => {
    const view = page.world.modals?.at(-1);
    if (view) await send("close", { view_id: view.id });
  });
}

async function submit(view, source) {
  const key = `submit/${view.id}`;
  if (ui.pending.has(key)) return;
  ui.pending.add(key);
  delete ui.trouble[view.id];
  ui.errors[view.id] = {};
  changed();
  const result = await send("submit", { view_id: view.id, values: entered(source) });
  ui.pending.delete(key);
  if (result.errors && Object.keys(result.errors).length) {
    ui.errors[view.id] = result.errors;
    queueMicrotask(() => document.querySelector(".has-error input, .has-error textarea, .has-error button")?.focus());
  } else if (!result.ok) {
    ui.trouble[view.id] = result.error || "We had some trouble connecting. Try again?";
    withdraw(ui.trouble[view.id]);
  }
  changed();
}

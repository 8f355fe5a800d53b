// Block Kit's confirm dialog, and the page's own questions in the same form.

import { h } from "./dom.js";
import { giveBack } from "./focus.js";
import { textObject } from "./mrkdwn.js";
import { changed, ui } from "./state.js";

/** Ask; `onyes` runs once if the person agrees. `given` is Slack's confirm object, or nothing (then it runs at once). */
export function confirmed(given, onyes) {
  if (!given) {
    onyes();
    return;
  }
  ui.dialog = { given, onyes, returnTo: document.activeElement };
  changed();
}

export function closeDialog() {
  const back = ui.dialog?.returnTo;
  ui.dialog = null;
  changed();
  giveBack(back);
}

export function dialog() {
  if (!ui.dialog) return null;
  const { given, onyes } = ui.dialog;
  const yes = () => {
    closeDialog();
    onyes();
  };
  return h("div", { key: "dialog", class: "overlay overlay-top", onkeydown: keepInside },
    h("div", { class: "confirm", role: "alertdialog", "aria-modal": "true", "aria-labelledby": "confirm-title", "aria-describedby": "confirm-text", "data-testid": "confirm" },
      h("h2", { id: "confirm-title" }, textObject(given.title || { type: "plain_text", text: "Are you sure?" })),
      h("div", { id: "confirm-text", class: "confirm-text" }, textObject(given.text)),
      h("div", { class: "row-end" },
        h("button", { type: "button", class: "button", onclick: closeDialog }, textObject(given.deny || { type: "plain_text", text: "Cancel" })),
        h("button", { type: "button", class: `button ${given.style === "danger" ? "button-danger" : "button-primary"}`,
          oncreate: (node) => node.focus(), onclick: yes }, textObject(given.confirm || { type: "plain_text", text: "Yes" })))));
}

/** Tab stays within a dialog's own controls. */
export function keepInside(event) {
  if (event.key !== "Tab") return;
  const stops = [...event.currentTarget.querySelectorAll("a[href], button, input, select, textarea, [tabindex='0']")]
    .filter((node) => !node.disabled && node.offsetParent !== null);
  if (stops.length === 0) return;
  const [first, last] = [stops[0], stops[stops.length - 1]];
  const leaving = event.shiftKey ? document.activeElement === first : document.activeElement === last;
  if (!leaving && event.currentTarget.contains(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}

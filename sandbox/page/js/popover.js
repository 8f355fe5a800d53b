// The one floating panel: menus, option lists, pickers. Opens beside its button, closes by Escape or a click elsewhere.

import { h } from "./dom.js";
import { giveBack } from "./focus.js";
import { changed, ui } from "./state.js";

const MARGIN = 8;
let serial = 0;

/** Open beside `anchor`, or close what is open there; `body(popover)` draws the inside each time, `popover` may carry the panel's state. */
export function openPopover(anchor, given) {
  if (ui.popover && ui.popover.anchor === anchor) {
    closePopover();
    return null;
  }
  const box = anchor.getBoundingClientRect();
  serial += 1;
  ui.popover = { anchor, anchorTop: box.top, serial, left: box.left, top: box.bottom + 4, ...given };
  changed();
  return ui.popover;
}

export function closePopover(refocus = false) {
  const was = ui.popover;
  ui.popover = null;
  changed();
  if (was && refocus) giveBack(was.anchor);
}

export function popover() {
  const open = ui.popover;
  if (!open) return null;
  return h("div", {
    key: open.serial,
    class: `popover ${open.className || ""}`,
    role: open.role || "dialog",
    "aria-label": open.label,
    "data-testid": "popover",
    style: { left: `${open.left}px`, top: `${open.top}px`, minWidth: open.minWidth ? `${open.minWidth}px` : "" },
    oncreate: (node) => settle(node, open),
    onkeydown: (event) => walk(event),
  }, open.body(open));
}

function settle(node, open) {
  const box = node.getBoundingClientRect();
  const anchor = open.anchor.getBoundingClientRect();
  open.left = Math.max(MARGIN, Math.min(open.left, innerWidth - box.width - MARGIN));
  if (open.top + box.height > innerHeight - MARGIN) {
    open.top = anchor.top - box.height - 4 > MARGIN ? anchor.top - box.height - 4
      : Math.max(MARGIN, innerHeight - box.height - MARGIN);
  }
  changed();
  (node.querySelector("input, [role=menuitem], button") || node).focus({ preventScroll: true });
}

function walk(event) {
  if (event.key === "Escape") {
    event.stopPropagation();
    return closePopover(true);
  }
  if (event.key === "Tab") return leave(event);
  const items = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined || items.length === 0) return undefined;
  event.preventDefault();
  items[(to + items.length) % items.length].focus();
  return undefined;
}

// Past the panel's last stop (or before its first) the way goes on from the button that opened it.
function leave(event) {
  const stops = [...event.currentTarget.querySelectorAll("input, button:not([tabindex='-1']), [tabindex='0']")].filter((node) => !node.disabled);
  const inside = ui.popover.role === "menu" ? [] : stops;
  if (inside.length && document.activeElement !== inside.at(event.shiftKey ? 0 : -1)) return;
  closePopover(true);
  if (event.shiftKey) event.preventDefault(); // back to the button itself
}

/** A menu of actions: entries {label, icon?, hint?, danger?, run}, or null for a line between. */
export function menu(anchor, label, entries) {
  openPopover(anchor, { role: "menu", label, className: "menu", body: () => entries.map((entry) => (entry === null
    ? h("hr")
    : h("button", { type: "button", role: "menuitem", class: entry.danger ? "danger" : "", onclick: () => {
      closePopover(true);
      entry.run();
    } }, entry.icon || null, h("span", null, entry.label), entry.hint ? h("small", null, entry.hint) : null))) });
}

/** The panel does not travel with a scrolled form: it closes once its button has moved away. */
export function scrolledAway() {
  const open = ui.popover;
  if (open && Math.abs(open.anchor.getBoundingClientRect().top - open.anchorTop) > 4) closePopover();
}

export function clickedElsewhere(event) {
  const open = ui.popover;
  if (!open || open.anchor.contains(event.target)) return;
  // A click that redrew its own panel has left the document by now and still counts as inside.
  if (event.composedPath().some((node) => node.classList?.contains("popover"))) return;
  closePopover();
}

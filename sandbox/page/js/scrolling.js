// Where each conversation is scrolled to: stays put while somebody reads, follows the newest message at the bottom.

import { scrolledAway } from "./popover.js";

const NEAR_BOTTOM = 60;
const places = new Map(); // data-scroll -> {top, bottom: whether the newest message was in sight}

// Scroll events do not bubble, but they can be caught on the way down.
document.addEventListener("scroll", (event) => {
  const node = event.target;
  if (!node.dataset?.scroll) return;
  note(node);
  if (node.classList.contains("modal-body")) scrolledAway();
}, true);

addEventListener("resize", followNewest);

function note(node) {
  const bottom = node.scrollHeight - node.scrollTop - node.clientHeight < NEAR_BOTTOM;
  places.set(node.dataset.scroll, { top: node.scrollTop, bottom });
}

/** Put a conversation that is opened again where it was left. */
export function restore(node) {
  const place = places.get(node.dataset.scroll);
  if (place && !place.bottom) node.scrollTop = place.top;
}

/** Before a redraw: what a person has scrolled is known at once, not only when the browser tells of it. */
export function noticePlaces() {
  for (const node of document.querySelectorAll("[data-scroll]")) {
    const place = places.get(node.dataset.scroll);
    if (place && Math.abs(place.top - node.scrollTop) > 1) note(node);
  }
}

/** After a redraw: keep the newest message in sight where it was in sight before. */
export function followNewest() {
  for (const node of document.querySelectorAll("[data-bottom]")) {
    if (places.get(node.dataset.scroll)?.bottom === false) continue;
    node.scrollTop = node.scrollHeight;
    note(node);
  }
}

/** Bring one message to the top (or the middle) of its list and let it glow for a moment; false if it is not drawn. */
export function showMessage(ts, block = "center") {
  const nodes = document.querySelectorAll(`[data-ts="${ts}"]`);
  for (const node of nodes) {
    node.scrollIntoView({ block });
    const list = node.closest("[data-scroll]");
    if (list) places.set(list.dataset.scroll, { top: list.scrollTop, bottom: false });
    node.animate([{ background: "#fff3cf" }, { background: "transparent" }], { duration: 2500 });
  }
  return nodes.length > 0;
}

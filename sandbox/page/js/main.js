// Starts the page: first load, live changes, one redraw of everything after each change, scroll kept where it was.

import { alsoTraffic, live, refresh } from "./api.js";
import { dialog, closeDialog } from "./dialog.js";
import { draw, h } from "./dom.js";
import { giveBack, recover, whereabouts } from "./focus.js";
import { inspect, inspector } from "./inspector.js";
import { closeModal, modal } from "./modal.js";
import { clickedElsewhere, closePopover, popover } from "./popover.js";
import { followNewest, noticePlaces } from "./scrolling.js";
import { closeDrawer, followPermalink, followSlack, openRoom, settleView, sidebar } from "./sidebar.js";
import { changed, markRead, onChange, openChannel, page, ui } from "./state.js";
import { toasts } from "./toasts.js";
import { topbar } from "./topbar.js";
import { grown, traffic } from "./traffic.js";
import { main, thread } from "./views.js";

const CLOCK_EVERY_MS = 20000;
const root = document.getElementById("app");

function redraw() {
  if (!page.world) return;
  settleView();
  const open = openChannel();
  if (open && document.visibilityState === "visible") markRead(open);
  const focused = whereabouts();
  noticePlaces();
  draw(root,
    h("a", { key: "skip", class: "skip", href: "#main", onclick: skip }, "Skip to the conversation"),
    topbar(),
    ui.connected ? null : h("p", { class: "offline", role: "status" }, "The sandbox does not answer. Trying again…"),
    page.world.clock.quiet ? h("p", { class: "offline", role: "status" }, "Playing eight weeks of a made-up story into the workspace. This takes some seconds…") : null,
    h("div", { key: "columns", class: `columns${ui.thread ? " with-thread" : ""}${traffic.open ? " with-inspector" : ""}` },
      sidebar(), main(), thread(), inspector()),
    modal(), dialog(), popover(), toasts());
  followNewest();
  recover(focused);
}

function skip(event) {
  event.preventDefault();
  giveBack(document.getElementById("main"));
}

document.addEventListener("click", clickedElsewhere);
document.addEventListener("click", (event) => {
  const room = event.target.closest?.("[data-open-channel]");
  const link = event.target.closest?.("a[data-link]");
  if (room) {
    event.preventDefault();
    if (page.world.channels.some((one) => one.id === room.dataset.openChannel)) openRoom(room.dataset.openChannel);
  } else if (link && /^slack:/i.test(link.dataset.link)) {
    event.preventDefault();
    followSlack(link.dataset.link);
  } else if (link && followPermalink(link.href)) event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "." && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    inspect();
  }
  if (event.key !== "Escape" || event.repeat) return;
  if (ui.dialog) closeDialog();
  else if (ui.popover) closePopover(true);
  else if (ui.drawer) closeDrawer();
  else closeModal();
});
document.addEventListener("visibilitychange", () => redraw());
addEventListener("resize", changed); // charts and tables go by the width

alsoTraffic(() => traffic.open, grown);
onChange(redraw);
setInterval(changed, CLOCK_EVERY_MS);
await refresh(true);
live();
// The server leads a permalink here as /#channel/p-and-ts.
const arrival = location.hash.match(/^#([A-Z0-9]+\/p\d{16})$/);
if (arrival) {
  history.replaceState(null, "", location.pathname + location.search);
  followPermalink(`/archives/${arrival[1]}`);
}

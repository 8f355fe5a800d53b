// The only caller of the sandbox's control API: reads the workspace, sends what a person did, listens for changes.

import { changed, markRead, page, ui } from "./state.js";
import { toast } from "./toasts.js";

let fetching = null;
let again = false;
let shownNotices = null;
let socket = null;

async function answer(response) {
  try {
    return await response.json();
  } catch {
    return { ok: false, error: `The sandbox answered ${response.status}.` };
  }
}

async function post(what, body) {
  try {
    const response = await fetch(`/control/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ as: ui.as, ...body }),
    });
    return await answer(response);
  } catch {
    return { ok: false, error: "The sandbox does not answer. Is it still running?" };
  }
}

/** Tell the sandbox what the acting person did, and read what came of it; never throws, `error` says what went wrong. */
export async function send(what, body = {}) {
  const result = await post(what, body);
  await refresh();
  return result;
}

/** What the app offers in an external select for the text typed so far. */
export async function suggestions(body) {
  return (await post("options", body)).options || [];
}

/** Read the whole state; calls made while one is under way are answered by one more read. */
export function refresh(reload = false) {
  if (fetching) {
    again = true;
    return fetching;
  }
  fetching = readState(reload).finally(() => {
    fetching = null;
    if (again) {
      again = false;
      refresh();
    }
  });
  return fetching;
}

async function readState(reload) {
  const who = ui.as;
  const query = new URLSearchParams({ as: who });
  if (reload) query.set("reload", "1");
  try {
    const result = await answer(await fetch(`/control/state?${query}`));
    if (who !== ui.as) {
      again = true;
      return;
    }
    if (result.ok === false) {
      toast(result.error || "The sandbox could not show this workspace.");
      return;
    }
    accept(result);
  } catch {
    ui.connected = false;
    changed();
  }
}

function accept(world) {
  const first = page.world === null || page.world.asked !== ui.as;
  world.asked = ui.as;
  page.world = world;
  ui.connected = true;
  const notices = world.notices || [];
  if (shownNotices === null || first) shownNotices = new Set(notices.map((notice) => notice.id));
  for (const notice of notices) {
    if (shownNotices.has(notice.id)) continue;
    shownNotices.add(notice.id);
    toast(notice.text, notice.kind);
  }
  if (first) for (const one of world.channels) if (!(`${ui.as}/${one.id}` in ui.read)) markRead(one);
  changed();
}

/** Follow the acting person's changes; reconnects by itself for as long as the page is open. */
export function live() {
  if (socket) {
    socket.onclose = null;
    socket.close();
  }
  const address = new URL(`/control/live?as=${encodeURIComponent(ui.as)}`, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  socket = new WebSocket(address);
  socket.onmessage = () => refresh();
  socket.onopen = () => {
    if (!ui.connected) refresh();
  };
  socket.onclose = () => {
    ui.connected = false;
    changed();
    setTimeout(live, 1000);
  };
}

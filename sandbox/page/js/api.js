// The only caller of the sandbox's control API: reads the workspace, sends what a person did, listens for changes.

import { changed, DEFAULT_PERSON, page, ui } from "./state.js";
import { toast } from "./toasts.js";

let fetching = null;
let queued = null;
let shown = new Set();
let socket = null;
const record = { wanted: () => false, tell: () => {} };

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

/** What the app offers in an external select for the text typed so far: {ok, options | option_groups, error?}. */
export function suggestions(body) {
  return post("options", body);
}

/** What passed between Slack and the app after entry number `after`: {ok, last, entries}. */
export async function readTraffic(after) {
  try {
    return await answer(await fetch(`/control/traffic?after=${after}&limit=500`));
  } catch {
    return { ok: false, error: "The sandbox does not answer. Is it still running?" };
  }
}

/** Read the whole state; calls made while one is under way are answered by one more read. */
export function refresh(reload = false) {
  if (!fetching) {
    fetching = readState(reload).finally(() => {
      fetching = null;
    });
    return fetching;
  }
  queued ??= fetching.then(() => {
    queued = null;
    return refresh();
  });
  return queued;
}

async function readState(reload) {
  const who = ui.as;
  const query = new URLSearchParams({ as: who });
  if (reload) query.set("reload", "1");
  try {
    const result = await answer(await fetch(`/control/state?${query}`));
    if (who !== ui.as) refresh();
    else if (result.ok !== false) accept(result);
    else if (page.world === null && who !== DEFAULT_PERSON) {
      ui.as = DEFAULT_PERSON;
      refresh();
    } else toast(result.error);
  } catch {
    ui.connected = false;
    changed();
  }
}

function accept(world) {
  const known = page.world?.me === world.me;
  if (page.world === null || page.world.clock.quiet) startAfresh(world);
  page.world = world;
  page.read = performance.now();
  ui.connected = true;
  tell(world.notices, known);
  changed();
}

// What stands in the workspace when the page opens, or once its story has been told, counts as read.
function startAfresh(world) {
  Object.assign(ui, { loaded: Date.parse(world.clock.now) / 1000, read: {}, choices: {}, errors: {}, trouble: {}, pages: {} });
}

// Notices from before this page (or from another person's turn) are old news; an emptied list counts its ids anew.
function tell(notices, known) {
  if (!known || notices.length === 0) shown = new Set(notices.map((notice) => notice.id));
  for (const notice of notices) {
    if (shown.has(notice.id)) continue;
    shown.add(notice.id);
    toast(notice.text, notice.kind);
  }
}

/** Hear of traffic too: `wanted()` says whether anybody looks, `tell` gets the newest entry's number. */
export function alsoTraffic(wanted, tell) {
  Object.assign(record, { wanted, tell });
}

/** Follow the acting person's changes; reconnects by itself for as long as the page is open. */
export function live() {
  if (socket) {
    socket.onclose = null;
    socket.close();
  }
  const address = new URL(`/control/live?as=${encodeURIComponent(ui.as)}`, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  if (record.wanted()) address.searchParams.set("traffic", "1");
  socket = new WebSocket(address);
  socket.onmessage = (event) => {
    const told = JSON.parse(event.data);
    if (told.traffic !== undefined) record.tell(told.traffic);
    if (told.version !== undefined) refresh();
  };
  socket.onopen = () => {
    if (!ui.connected) refresh();
  };
  socket.onclose = () => {
    ui.connected = false;
    changed();
    setTimeout(live, 1000);
  };
}

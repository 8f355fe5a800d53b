// Owns what the page knows: `world` is the workspace as one person sees it (always the server's word), `ui` is what only
// this page cares about: which view is open, drafts, half-filled forms. Draws nothing and sends nothing.

export const DEFAULT_PERSON = "U0ADA";

export const ui = {
  as: new URLSearchParams(location.search).get("as") || DEFAULT_PERSON,
  view: { kind: "channel", id: null },
  thread: null, // ts of the open thread's first message
  drafts: {}, // "channel" or "channel/thread" -> text
  choices: {}, // "source/block/action" -> {value, initial}
  errors: {}, // view id -> {block_id: sentence}
  trouble: {}, // view id -> Slack's own error for the last submission
  pending: new Set(), // keys of buttons whose answer is awaited
  popover: null, // {anchor, label, body, …}: see popover.js
  dialog: null, // {title, text, confirm, deny, style, onyes}
  drawer: false, // whether the sidebar lies over a narrow page
  editing: null, // {channel, ts}
  toasts: [],
  read: {}, // "person/channel" -> newest ts seen
  loaded: 0, // workspace time of the first load, in seconds: what is older counts as read
  walking: null, // label of the clock button at work
  resetting: false,
  connected: true,
  pages: {}, // data table -> {page, column, down}
  welcome: localStorage.getItem("vouch.welcome") !== "seen",
};

export const page = { world: null, read: 0 }; // `read` is when the world was read, by the browser's own stopwatch
const listeners = [];
let asked = false;

export function onChange(listener) {
  listeners.push(listener);
}

/** Ask for one redraw; many calls in one turn make one. */
export function changed() {
  if (asked) return;
  asked = true;
  queueMicrotask(() => {
    asked = false;
    for (const listener of listeners) listener();
  });
}

export function person(id) {
  return page.world.people.find((one) => one.id === id);
}

export function me() {
  const own = page.world.me;
  return typeof own === "string" ? person(own) : own;
}

export function bot() {
  const { user, name } = page.world.app;
  return person(user) || { id: user, name: name.toLowerCase(), real_name: name, bot: true };
}

export function channel(id) {
  return page.world.channels.find((one) => one.id === id);
}

/** The conversation between the acting person and the app; Slack opens it at first use, so it may not be listed yet. */
export function appChannel() {
  return page.world.channels.find((one) => one.kind === "im") ||
    { id: `D0${me().id.slice(2)}`, name: bot().real_name, kind: "im", bot_in: true, member: true, members: [me().id, bot().id], messages: [] };
}

/** The conversation that is open, or null where the open view is not one. */
export function openChannel() {
  if (ui.view.kind === "channel") return channel(ui.view.id) || null;
  return ui.view.tab === "messages" ? appChannel() : null;
}

/** Whether this is a channel; else it is a conversation of two, or with the app. */
export const isChannel = (one) => one.kind === "channel" || one.kind === "private";

export function nameOf(id) {
  const one = person(id);
  if (!one) return id;
  return one.real_name || one.name;
}

export function zone() {
  return me()?.tz || "UTC";
}

/** The workspace's clock, which runs on between two readings. */
export function now() {
  return new Date(Date.parse(page.world.clock.now) + performance.now() - page.read);
}

export function newestTs(one) {
  return one.messages.reduce((newest, message) => (Number(message.ts) > Number(newest) ? message.ts : newest), "0");
}

export function unread(one) {
  const seen = ui.read[`${ui.as}/${one.id}`] || ui.loaded;
  return one.messages.filter((message) => Number(message.ts) > Number(seen) && message.user !== ui.as).length;
}

export function markRead(one) {
  if (one.messages.length) ui.read[`${ui.as}/${one.id}`] = newestTs(one);
}

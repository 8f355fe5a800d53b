// What passes between Slack and the app: reads the record of it while the inspector is open; draws nothing.

import { readTraffic, live } from "./api.js";
import { changed, ui } from "./state.js";

const MOST = 500;

/** The kinds as a developer thinks of them. */
export const GROUPS = [
  { id: "commands", label: "Commands", kinds: ["command"] },
  { id: "events", label: "Events", kinds: ["event"] },
  { id: "presses", label: "Interactions", kinds: ["action", "submission", "closed", "shortcut", "suggestion"] },
  { id: "calls", label: "Web API", kinds: ["web_api", "response_url"] },
  { id: "rest", label: "Other", kinds: ["socket", "injected"] },
];

export const traffic = {
  open: false,
  entries: [],
  last: 0, // number of the newest entry that was read
  newest: 0, // number of the newest one that there is
  paused: false,
  without: new Set(), // ids of groups that are not shown
  failedOnly: false,
  words: "",
  chosen: null, // number of the entry whose detail is open
  trouble: null,
};

const groupOf = (kind) => GROUPS.find((group) => group.kinds.includes(kind))?.id || "rest";

export const failed = (entry) => Boolean(entry.error);

/** The entries that pass the filters, oldest first. */
export function shown() {
  const wanted = traffic.words.trim().toLowerCase();
  return traffic.entries.filter((entry) => !traffic.without.has(groupOf(entry.kind)) && (!traffic.failedOnly || failed(entry)) &&
    (!wanted || matches(entry, wanted)));
}

function matches(entry, wanted) {
  entry.searched ??= JSON.stringify([entry.kind, entry.name, entry.user, entry.error, entry.payload, entry.answer]).toLowerCase();
  return entry.searched.includes(wanted);
}

export const chosen = () => traffic.entries.find((entry) => entry.n === traffic.chosen) || null;

export function toggleTraffic() {
  traffic.open = !traffic.open;
  ui.popover = null;
  live(); // the server tells of traffic only where somebody looks
  if (traffic.open) read();
  changed();
}

export function pause() {
  traffic.paused = !traffic.paused;
  if (!traffic.paused) read();
  changed();
}

export function clear() {
  dropping = reading;
  Object.assign(traffic, { entries: [], chosen: null, last: Math.max(traffic.last, traffic.newest) });
  changed();
}

/** The server says that the record has grown to this number (or has begun anew). */
export function grown(newest) {
  if (newest < traffic.last) Object.assign(traffic, { entries: [], chosen: null, last: 0 });
  traffic.newest = newest;
  if (!traffic.paused) read();
  changed();
}

let reading = false;
let dropping = false; // what is on its way was cleared before it came

async function read() {
  if (reading || !traffic.open) return;
  reading = true;
  const asked = traffic.last;
  const result = await readTraffic(asked);
  reading = false;
  traffic.trouble = result.ok ? null : result.error || "The record of traffic cannot be read.";
  if (result.ok) {
    if (!dropping) traffic.entries = [...traffic.entries, ...result.entries].slice(-MOST);
    traffic.last = result.entries.at(-1)?.n ?? result.last;
    dropping = false;
    traffic.newest = Math.max(traffic.newest, traffic.last);
    if (traffic.last < traffic.newest && result.entries.length && !traffic.paused) read();
  }
  changed();
}

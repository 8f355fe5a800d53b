// Dates as Slack words them, in the acting person's time zone and by the workspace's clock.

import { now, zone } from "./state.js";

const formats = new Map();

function format(date, options) {
  const key = zone() + JSON.stringify(options);
  if (!formats.has(key)) {
    let timeZone = zone();
    try {
      formats.set(key, new Intl.DateTimeFormat("en-GB", { ...options, timeZone }));
    } catch {
      timeZone = "UTC";
      formats.set(key, new Intl.DateTimeFormat("en-GB", { ...options, timeZone }));
    }
  }
  return formats.get(key).format(date);
}

export function fromTs(ts) {
  return new Date(Number(ts) * 1000);
}

export function time(date) {
  return format(date, { hour: "2-digit", minute: "2-digit" });
}

export function clock(date) {
  return format(date, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

export function day(date) {
  return format(date, { year: "numeric", month: "2-digit", day: "2-digit" });
}

export function dayTitle(date) {
  return pretty(date) || format(date, { weekday: "long", day: "numeric", month: "long", ...yearOf(date) });
}

export function moment(date) {
  return format(date, { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" });
}

export function clockFace(date) {
  return `${format(date, { weekday: "short", day: "numeric", month: "short", year: "numeric" })}, ${time(date)}`;
}

function yearOf(date) {
  return format(date, { year: "numeric" }) === format(now(), { year: "numeric" }) ? {} : { year: "numeric" };
}

function pretty(date) {
  const offsets = { Yesterday: -1, Today: 0, Tomorrow: 1 };
  for (const [word, days] of Object.entries(offsets)) {
    if (day(date) === day(new Date(now().getTime() + days * 86400000))) return word;
  }
  return null;
}

export function ago(date) {
  const seconds = Math.round((now() - date) / 1000);
  const far = Math.abs(seconds);
  const [amount, unit] = far < 60 ? [far, "second"] : far < 3600 ? [Math.round(far / 60), "minute"]
    : far < 86400 ? [Math.round(far / 3600), "hour"] : [Math.round(far / 86400), "day"];
  if (unit === "second") return "just now";
  const words = `${amount} ${unit}${amount === 1 ? "" : "s"}`;
  return seconds >= 0 ? `${words} ago` : `in ${words}`;
}

const TOKENS = {
  date_num: (date) => format(date, { year: "numeric", month: "2-digit", day: "2-digit" }).split("/").reverse().join("-"),
  date_slash: (date) => day(date),
  date: (date) => format(date, { day: "numeric", month: "long", year: "numeric" }),
  date_short: (date) => format(date, { day: "numeric", month: "short", year: "numeric" }),
  date_long: (date) => format(date, { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  time: (date) => time(date),
  time_secs: (date) => clock(date),
  day_divider_pretty: (date) => dayTitle(date),
  ago: (date) => ago(date),
};

/** The text of `<!date^seconds^pattern|…>`; null where the pattern is not Slack's. */
export function slackDate(seconds, pattern) {
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return null;
  let known = true;
  const text = pattern.replace(/\{(\w+)\}/g, (_, name) => {
    const plain = name.replace(/_pretty$/, "");
    const token = TOKENS[name] || TOKENS[plain];
    if (!token) {
      known = false;
      return "";
    }
    return (name.endsWith("_pretty") && name !== "day_divider_pretty" && pretty(date)?.toLowerCase()) || token(date);
  });
  return known ? text : null;
}

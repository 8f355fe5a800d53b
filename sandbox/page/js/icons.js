// Line icons, drawn for this page: one path each on a 20 × 20 grid.

import { h } from "./dom.js";
import { bot, page } from "./state.js";

const PATHS = {
  hash: "M8 3 6 17M14 3l-2 14M3.5 7.5h13M3 12.5h13",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  close: "M5 5l10 10M15 5 5 15",
  smile: "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM7 12c1.500 2.200 4.500 2.200 6 0M7.500 8v.2M12.500 8v.2",
  reply: "M3 4h14v9H9l-4 3.500V13H3z",
  more: "M10 4.500v.1M10 10v.1M10 15.500v.1",
  send: "M3 4l14 6-14 6 2.500-6zM5.500 10H11",
  bolt: "M11 2 4 11.500h5L8 18l8-10h-5.500z",
  eye: "M2 10c3-5.500 13-5.500 16 0-3 5.500-13 5.500-16 0zM10 12.300a2.300 2.300 0 1 0 0-4.600 2.300 2.300 0 0 0 0 4.600z",
  clock: "M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15zM10 5.500V10l3 2",
  down: "M5 8l5 5 5-5",
  up: "M5 12l5-5 5 5",
  left: "M12 5l-5 5 5 5",
  right: "M8 5l5 5-5 5",
  arrowLeft: "M16 10H4.500M9 5l-5 5 5 5",
  arrowRight: "M4 10h11.500M11 5l5 5-5 5",
  traffic: "M3 7h13M12 3l4 4-4 4M17 13H4M8 9l-4 4 4 4",
  copy: "M7 7h9.500v10H7zM13 7V3H3.500v10H7",
  menu: "M3 5.500h14M3 10h14M3 14.500h14",
  plus: "M10 4v12M4 10h12",
  at: "M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0zm0 0v1.200c0 2.500 4.500 2.500 4.500-1.200a7.500 7.500 0 1 0-3 6",
  alert: "M10 2.500 18 17H2zM10 8v4M10 14.500v.1",
  info: "M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15zM10 9v5M10 6v.1",
  check: "M4 10.500l4 4 8-9",
  out: "M8 4H4v12h12v-4M11 4h5v5M16 4l-7 7",
  reset: "M4 10a6 6 0 1 0 2-4.500M6 2v3.500h3.500",
  file: "M5 2.500h7l3.500 3.500v11.500H5zM12 2.500V6h3.500",
  link: "M8.500 11.500l3-3M9 6l1.500-1.500a3.500 3.500 0 0 1 5 5L14 11M11 14l-1.500 1.500a3.500 3.500 0 0 1-5-5L6 9",
  edit: "M4 16l.8-3.500L13 4.300l2.700 2.700-8.200 8.200zM11.500 6l2.500 2.500",
  trash: "M4 6h12M8 6V3.500h4V6M5.500 6l.8 11h7.400l.8-11",
  people: "M7.500 9.500a2.800 2.800 0 1 0 0-5.600 2.800 2.800 0 0 0 0 5.600zM2 16.500c.6-6 10.400-6 11 0M13 9.300a2.500 2.500 0 1 0-1-4.800M15.500 16.500H18c-.2-3.500-2-5-4-5.200",
  person: "M10 9.500a3.200 3.200 0 1 0 0-6.400 3.200 3.200 0 0 0 0 6.400zM3.500 17c.8-7 12.200-7 13 0",
  search: "M9 14.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11zM13 13l4 4",
};

export function icon(name) {
  return h("svg", { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true", focusable: "false" },
    h("path", { d: PATHS[name], fill: "none", stroke: "currentColor", "stroke-width": "1.6",
      "stroke-linecap": "round", "stroke-linejoin": "round" }));
}

/** Vouch's own mark. */
export function mark() {
  return h("svg", { class: "mark", viewBox: "0 0 36 36", "aria-hidden": "true", focusable: "false" },
    h("rect", { width: "36", height: "36", rx: "8", fill: "#1f6f5c" }),
    h("path", { d: "M9 17.500l6 7.500L27.500 10.500", fill: "none", stroke: "#fff", "stroke-width": "4",
      "stroke-linecap": "round", "stroke-linejoin": "round" }),
    h("circle", { cx: "27", cy: "26", r: "2.600", fill: "#f2c14e" }));
}

const COLOURS = ["#3f5f9e", "#8a4f7d", "#a2552f", "#3c7a52", "#6a5aa8", "#8c6a1f", "#2f7380", "#7d4b4b"];

/** A person's picture: initials on a colour of their own. */
export function avatar(one, size = "") {
  if (one.id === bot().id) return h("span", { class: `avatar ${size}`, "aria-hidden": "true" }, mark());
  const name = one.real_name || one.name || "?";
  const place = page.world.people.findIndex((other) => other.id === one.id);
  const initials = name.split(/\s+/).slice(0, 2).map((part) => [...part][0] || "").join("").toUpperCase();
  return h("span", { class: `avatar ${size}`, "aria-hidden": "true",
    style: { background: COLOURS[Math.max(place, 0) % COLOURS.length] } }, initials);
}

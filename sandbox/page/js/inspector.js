// The inspector of traffic: a panel with what Slack and the app said to each other, filters, and each entry in full.

import { clock } from "./dates.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { json } from "./json.js";
import { restore } from "./scrolling.js";
import { bot, changed, nameOf, ui } from "./state.js";
import { toast } from "./toasts.js";
import { chosen, clear, failed, GROUPS, pause, shown, toggleTraffic, traffic } from "./traffic.js";

const MOST_ROWS = 200;
let back = null; // what had the focus before the panel was opened

/** Open or close the panel; the focus goes in with it and comes back. */
export function inspect() {
  if (!traffic.open) back = document.activeElement;
  toggleTraffic();
  queueMicrotask(() => (traffic.open ? document.querySelector(".inspector input") : back?.isConnected && back)?.focus?.());
}

export function inspectorButton() {
  return h("button", {
    type: "button", class: "move", title: "What Slack and the app say to each other (Ctrl+.)", "aria-label": "Traffic", "aria-expanded": String(traffic.open),
    "aria-keyshortcuts": "Control+.", "data-testid": "traffic", onclick: inspect,
  }, icon("traffic"), h("span", { class: "move-words" }, "Traffic"));
}

export function inspector() {
  if (!traffic.open) return null;
  const rows = shown();
  const one = chosen();
  return h("aside", { key: "inspector", class: `inspector${one ? " with-detail" : ""}`, "aria-label": "Traffic between Slack and the app", "data-testid": "inspector",
    onkeydown: (event) => {
      if (event.key !== "Escape" || ui.popover || ui.dialog) return;
      event.stopPropagation();
      if (one && event.target.closest(".detail")) leaveDetail();
      else inspect();
    } },
  h("div", { key: "head", class: "head" }, h("h2", null, "Traffic"), h("p", { class: "head-note" }, counted(rows.length)),
    h("button", { type: "button", class: "plain", "aria-label": "Close traffic", onclick: inspect }, icon("close"))),
  tools(),
  traffic.trouble ? h("p", { key: "trouble", class: "field-error", role: "alert" }, traffic.trouble) : null,
  h("div", { key: "rows", class: "scroll rows", "data-scroll": "traffic", "data-bottom": "true", oncreate: restore, role: "group", "aria-label": "Entries, newest last",
    onkeydown: walk },
  rows.length ? h("ol", { class: "entries" }, rows.slice(-MOST_ROWS).map((entry, at, list) => row(entry, one ? entry === one : at === list.length - 1)))
    : h("p", { class: "empty" }, traffic.entries.length ? "Nothing passes the filters." : "Nothing yet. Type a command, press a button or open Home, and it appears here.")),
  one ? detail(one) : null);
}

function counted(count) {
  const waiting = traffic.paused ? traffic.newest - traffic.last : 0;
  const all = traffic.entries.length;
  const words = count === all ? `${all} ${all === 1 ? "entry" : "entries"}` : `${count} of ${all} entries`;
  return traffic.paused ? `${words} · paused${waiting > 0 ? `, ${waiting} more` : ""}` : words;
}

function tools() {
  const flip = (id) => {
    if (!traffic.without.delete(id)) traffic.without.add(id);
    changed();
  };
  return h("div", { key: "tools", class: "inspector-tools" },
    h("input", { type: "search", class: "field", placeholder: "Filter by name or content", "aria-label": "Filter traffic", value: traffic.words, autocomplete: "off",
      oninput: (event) => {
        traffic.words = event.target.value;
        changed();
      } }),
    h("button", { type: "button", class: "button", "aria-pressed": String(traffic.paused), onclick: pause }, traffic.paused ? "Go on" : "Pause"),
    h("button", { type: "button", class: "button", onclick: clear }, "Clear"),
    h("div", { class: "kinds", role: "group", "aria-label": "Kinds shown" },
      GROUPS.map((group) => toggle(group.label, !traffic.without.has(group.id), () => flip(group.id))),
      toggle("Failed only", traffic.failedOnly, () => {
        traffic.failedOnly = !traffic.failedOnly;
        changed();
      })));
}

const toggle = (label, on, flip) => h("button", { key: label, type: "button", class: "kind-toggle", "aria-pressed": String(on), onclick: flip },
  on ? icon("check") : null, label);

const toApp = (entry) => entry.direction === "to_app";
const way = (entry) => (toApp(entry) ? `Slack to ${bot().real_name}` : `${bot().real_name} to Slack`);

function outcome(entry) {
  if (failed(entry)) return entry.error;
  if (entry.kind === "socket") return "";
  return toApp(entry) ? "acked" : "ok";
}

function took(entry) {
  if (entry.ms === null || entry.ms === undefined || entry.kind === "socket") return "";
  return `${entry.ms < 10 ? Math.round(entry.ms * 10) / 10 : Math.round(entry.ms)} ms`;
}

function row(entry, stop) {
  return h("li", { key: entry.n },
    h("button", { type: "button", class: `entry${failed(entry) ? " entry-failed" : ""}`, "data-n": entry.n, "data-kind": entry.kind, "aria-expanded": String(traffic.chosen === entry.n),
      tabindex: stop ? "0" : "-1", onclick: () => choose(entry) },
    h("span", { class: `entry-way ${toApp(entry) ? "way-in" : "way-out"}`, title: way(entry) }, icon(toApp(entry) ? "arrowRight" : "arrowLeft"), h("span", { class: "unseen" }, way(entry))),
    h("span", { class: "entry-name" }, h("b", null, entry.name || entry.kind), " ", h("small", null, label(entry))),
    h("span", { class: "entry-outcome" }, outcome(entry), entry.retry?.num ? h("small", null, ` retry ${entry.retry.num}`) : null),
    h("span", { class: "entry-ms" }, took(entry)),
    h("time", { class: "entry-time" }, clock(new Date(entry.at * 1000)))));
}

const label = (entry) => [entry.kind.replace(/_/g, " ").replace("web api", "Web API"), entry.user && nameOf(entry.user)].filter(Boolean).join(", ");

function choose(entry) {
  traffic.chosen = traffic.chosen === entry.n ? null : entry.n;
  changed();
}

function leaveDetail() {
  const n = traffic.chosen;
  traffic.chosen = null;
  changed();
  queueMicrotask(() => document.querySelector(`.entry[data-n="${n}"]`)?.focus());
}

function walk(event) {
  const all = [...event.currentTarget.querySelectorAll(".entry")];
  const at = all.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined || at < 0 || !all[to]) return;
  event.preventDefault();
  all[to].focus();
  if (traffic.chosen !== null) {
    traffic.chosen = Number(all[to].dataset.n);
    changed();
  }
}

function detail(entry) {
  const parts = [
    ["Request", entry.payload], ["Answer", entry.answer], ["Headers", entry.headers && Object.keys(entry.headers).length ? entry.headers : null],
  ];
  const facts = [way(entry), entry.transport === "http" ? "signed HTTP" : entry.transport === "socket" ? "Socket Mode" : null,
    entry.user && nameOf(entry.user), took(entry) && `${toApp(entry) ? "acked in" : "answered in"} ${took(entry)}`,
    entry.retry?.num && `retry ${entry.retry.num} (${entry.retry.reason})`, entry.status && `status ${entry.status}`].filter(Boolean);
  return h("section", { key: `detail-${entry.n}`, class: "detail", "aria-label": `${entry.name || entry.kind} in full`, "data-testid": "detail" },
    h("div", { class: "detail-head" }, h("h3", null, entry.name || entry.kind),
      h("button", { type: "button", class: "plain", "aria-label": "Close detail", onclick: leaveDetail }, icon("close"))),
    h("div", { class: "detail-body", tabindex: "0", role: "group", "aria-label": "Content", "data-scroll": `traffic/${entry.n}` },
      h("p", { class: "detail-facts" }, facts.join(" · ")),
      failed(entry) ? h("p", { class: "field-error" }, icon("alert"), h("span", null, entry.error)) : null,
      parts.map(([title, value]) => (value === null || value === undefined || value === "" ? null : part(title, value)))));
}

function part(title, value) {
  return h("div", { key: title, class: "detail-part" },
    h("div", { class: "detail-title" }, h("h4", null, title),
      h("button", { type: "button", class: "plain", "aria-label": `Copy ${title.toLowerCase()}`, onclick: () => copy(value) }, icon("copy"))),
    h("pre", { class: "code-block json" }, json(value)));
}

async function copy(value) {
  try {
    await navigator.clipboard.writeText(JSON.stringify(value, null, 2));
    toast("Copied.", "info");
  } catch {
    toast("The browser does not let this page copy.", "info");
  }
}

// The table and data_table blocks: real tables, the second with pages and sorting by a click on a column's head.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { plain } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { changed, ui } from "./state.js";

const DEFAULT_PAGE = 5;

function cell(given) {
  if (given.type === "rich_text") return richText(given);
  return plain(String(given.text ?? given.value ?? ""), false);
}

const amount = (given) => (given.type === "raw_number" ? given.value : String(given.text ?? "").toLowerCase());

const aligned = (given, settings) => ({ class: [
  settings?.align && settings.align !== "left" ? `align-${settings.align}` : given.type === "raw_number" ? "align-right" : "",
  settings?.is_wrapped ? "" : "no-wrap",
].join(" ").trim() });

const NARROW = 860;

// What is wider than a narrow page is scrolled in its own frame, by keyboard too.
const framed = (label) => ({ class: "table-wrap", ...(innerWidth > NARROW ? {} : { tabindex: "0", role: "group", "aria-label": label }) });

export function table(block) {
  const [head, ...rows] = block.rows;
  const settings = block.column_settings || [];
  return h("div", framed("Table"), h("table", null,
    h("thead", null, h("tr", null, head.map((one, at) => h("th", { scope: "col", ...aligned(rows[0]?.[at] || one, settings[at]) }, cell(one))))),
    h("tbody", null, rows.map((row) => h("tr", null, row.map((one, at) => h("td", aligned(one, settings[at]), cell(one))))))));
}

export function dataTable(block, source) {
  const key = `${source.key}/${block.block_id || block.caption}`;
  const seen = ui.pages[key] || { page: 0, column: null, down: false };
  const set = (change) => {
    ui.pages[key] = { ...seen, ...change };
    changed();
  };
  const [head, ...rows] = block.rows;
  const sorted = seen.column === null ? rows : [...rows].sort((a, b) => order(a[seen.column], b[seen.column]) * (seen.down ? -1 : 1));
  const size = block.page_size || DEFAULT_PAGE;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const page = Math.min(seen.page, pages - 1);
  const titled = block.row_header_column_index ?? 0;
  return h("div", { class: "data-table" },
    h("div", framed(block.caption), h("table", null,
      h("caption", null, plain(block.caption)),
      h("thead", null, h("tr", null, head.map((one, at) => columnHead(one, at, rows[0]?.[at] || one, seen, set)))),
      h("tbody", null, sorted.slice(page * size, page * size + size).map((row) => h("tr", null, row.map((one, at) => (
        at === titled ? h("th", { scope: "row", ...aligned(one) }, cell(one)) : h("td", aligned(one), cell(one))))))))),
    pages > 1 ? pager(page, pages, set) : null);
}

function order(a, b) {
  const [one, other] = [amount(a), amount(b)];
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one).localeCompare(String(other), "en", { numeric: true });
}

function columnHead(one, at, below, seen, set) {
  const here = seen.column === at;
  const direction = here ? (seen.down ? "descending" : "ascending") : "none";
  return h("th", { scope: "col", "aria-sort": direction, ...aligned(below) },
    h("button", { type: "button", class: "plain", onclick: () => set({ column: at, down: here && !seen.down, page: 0 }) },
      cell(one), here ? icon(seen.down ? "down" : "up") : null));
}

function pager(page, pages, set) {
  return h("div", { class: "pager" },
    h("button", { type: "button", class: "plain", disabled: page === 0, "aria-label": "Previous page", onclick: () => set({ page: page - 1 }) }, icon("left")),
    h("span", null, `Page ${page + 1} of ${pages}`),
    h("button", { type: "button", class: "plain", disabled: page === pages - 1, "aria-label": "Next page", onclick: () => set({ page: page + 1 }) }, icon("right")));
}

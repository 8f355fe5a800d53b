// Block Kit's blocks as drawn nodes, for messages, Home and modals. Each kind in its own small function.

import { chart } from "./charts.js";
import { h } from "./dom.js";
import { element, disclosure } from "./elements.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";
import { plain, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { changed, ui } from "./state.js";
import { dataTable, table } from "./tables.js";

const KINDS = {
  header: (block, source) => h(`h${block.level || (source.surface === "modal" ? 3 : 2)}`, { class: "block-header" }, textObject(block.text)),
  section,
  divider: () => h("hr", { class: "block-divider" }),
  context: (block, source) => h("div", { class: "block-context" }, block.elements.map((one) => element(source, block, one))),
  actions: (block, source) => h("div", { class: "block-actions" }, block.elements.map((one) => element(source, block, one))),
  context_actions: (block, source) => h("div", { class: "block-actions" }, block.elements.flatMap((one) => contextAction(one, block, source))),
  image,
  rich_text: (block) => h("div", { class: "block-rich" }, richText(block)),
  markdown: (block) => h("div", { class: "block-markdown" }, markdown(block.text)),
  table: (block) => table(block),
  data_table: (block, source) => dataTable(block, source),
  data_visualization: (block) => chart(block),
  alert,
  card,
  carousel: (block, source) => h("div", { class: "carousel" }, block.elements.map((one) => card({ ...one, block_id: block.block_id }, source))),
  container,
  video: (block) => h("div", { class: "card" }, h("strong", null, textObject(block.title)), h("p", null, block.alt_text)),
  file: (block) => h("p", { class: "block-context" }, `File ${block.external_id}`),
  input,
};

export function blocks(list, source) {
  return list.map((block, at) => h("div", { key: block.block_id || `at-${at}`, class: `block block-is-${block.type}`, "data-block": block.type },
    KINDS[block.type] ? KINDS[block.type](block, source) : h("p", { class: "unknown" }, `(A ${block.type} block, not drawn here)`)));
}

function section(block, source) {
  const beside = block.accessory;
  return h("div", { class: `block-section${beside ? " with-accessory" : ""}` },
    h("div", { class: "section-words" },
      block.text ? h("div", { class: "section-text" }, textObject(block.text)) : null,
      block.fields ? h("div", { class: "fields" }, block.fields.map((field) => h("div", null, textObject(field)))) : null),
    beside ? h("div", { class: "accessory" }, beside.type === "image" ? picture(beside) : element(source, block, beside)) : null);
}

function contextAction(given, block, source) {
  if (given.type !== "feedback_buttons") return [element(source, block, { ...given, type: "button" })];
  return [given.positive_button, given.negative_button].map((one) => element(source, block, { ...one, type: "button", action_id: given.action_id }));
}

// Nothing is fetched from outside: a picture is shown as what its author says it shows.
function picture(given) {
  return h("div", { class: "picture", role: "img", "aria-label": given.alt_text }, h("span", null, given.alt_text));
}

function image(block) {
  return h("figure", null, block.title ? h("figcaption", null, textObject(block.title)) : null, picture(block));
}

function alert(block) {
  const level = block.level || "default";
  const words = { default: "Note", info: "Note", warning: "Warning", error: "Error", success: "Done" };
  return h("div", { class: `alert alert-${level}`, role: "note" },
    icon(level === "success" ? "check" : level === "info" || level === "default" ? "info" : "alert"),
    h("span", { class: "unseen" }, `${words[level] || "Note"}: `), h("div", null, textObject(block.text)));
}

function card(block, source) {
  return h("div", { class: "card" },
    block.hero_image ? picture(block.hero_image) : null,
    block.title ? h("div", { class: "card-title" }, textObject(block.title)) : null,
    block.subtitle ? h("div", { class: "card-subtitle" }, textObject(block.subtitle)) : null,
    block.body ? h("div", null, textObject(block.body)) : null,
    block.actions?.length ? h("div", { class: "block-actions" }, block.actions.map((one) => element(source, block, one))) : null);
}

function container(block, source) {
  const key = `${source.key}/${block.block_id}/open`;
  const open = block.is_collapsible ? ui.pages[key] ?? !block.default_collapsed : true;
  const title = block.rich_text_title ? richText(block.rich_text_title) : textObject(block.title);
  const toggle = () => {
    ui.pages[key] = !open;
    changed();
  };
  return h("div", { class: "container" },
    h("div", { class: "card-title" }, block.is_collapsible ? disclosure(title, open, toggle) : title),
    block.subtitle ? h("div", { class: "card-subtitle" }, textObject(block.subtitle)) : null,
    open ? blocks(block.child_blocks || [], source) : null);
}

function input(block, source) {
  const error = ui.errors[source.key]?.[block.block_id];
  const label = block.label.text;
  const base = `field-${source.key}-${block.block_id}`;
  const about = [error ? `${base}-error` : null, block.hint ? `${base}-hint` : null].filter(Boolean).join(" ");
  const written = /_input$|^date|^time/.test(block.element.type);
  return h("div", { class: `block-input${error ? " has-error" : ""}` },
    h(written ? "label" : "div", { class: "label", for: written ? base : undefined },
      plain(label), block.optional ? h("span", { class: "optional" }, " (optional)") : null),
    element(source, block, block.element, label, { field: base, about: about || undefined, required: !block.optional, wrong: Boolean(error) }),
    error ? h("p", { id: `${base}-error`, class: "field-error", role: "alert", "data-testid": "field-error" }, icon("alert"), h("span", null, plain(error))) : null,
    block.hint ? h("p", { id: `${base}-hint`, class: "hint" }, textObject(block.hint)) : null);
}

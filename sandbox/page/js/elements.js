// Block Kit's interactive elements: buttons, inputs, boxes, dates. Lists to choose from are in selects.js.

import { h } from "./dom.js";
import { confirmed } from "./dialog.js";
import { act, actTyped, choose, pendingKey, picked, valueOf } from "./interact.js";
import { icon } from "./icons.js";
import { textObject } from "./mrkdwn.js";
import { overflow, select } from "./selects.js";
import { followSlack } from "./sidebar.js";
import { ui } from "./state.js";

const TYPED = { plain_text_input: "text", email_text_input: "email", url_text_input: "url", number_input: "text" };

/** One element of `block` within `source`; `label` names it where it has no words of its own, `ids` ties it to the words around. */
export function element(source, block, given, label = "", ids = {}) {
  const name = label || given.accessibility_label || given.placeholder?.text || given.action_id || given.type;
  if (given.type in TYPED) return typed(source, block, given, name, ids);
  switch (given.type) {
    case "button": case "workflow_button": return button(source, block, given);
    case "image": return imageMark(given);
    case "overflow": return overflow(source, block, given);
    case "datepicker": return dated(source, block, given, name, "date", ids);
    case "timepicker": return dated(source, block, given, name, "time", ids);
    case "datetimepicker": return dateTime(source, block, given, name, ids);
    case "checkboxes": return boxes(source, block, given, name, "checkbox", ids);
    case "radio_buttons": return boxes(source, block, given, name, "radio", ids);
    case "mrkdwn": case "plain_text": return h("span", { class: "context-text" }, textObject(given));
    default:
      if (given.type.endsWith("_select")) return select(source, block, given, name, ids.about ? { "aria-describedby": ids.about } : {});
      return h("span", { class: "unknown" }, `(${given.type} is not drawn here)`);
  }
}

function button(source, block, given) {
  const style = given.style === "danger" ? "button-danger" : given.style === "primary" ? "button-primary" : "";
  const busy = ui.pending.has(pendingKey(source, block, given));
  const press = () => confirmed(given.confirm, () => {
    if (given.url) follow(given.url);
    act(source, block, given);
  });
  return h("button", {
    type: "button", class: `button ${style}`, "aria-label": given.accessibility_label, "aria-busy": busy ? "true" : undefined,
    "data-action": given.action_id, onclick: press,
  }, textObject(given.text), given.url ? h("span", { class: "outside", title: given.url }, icon("out")) : null);
}

// Most of Slack's own addresses lead nowhere here; saying where they would lead beats opening a dead page.
function follow(address) {
  if (/^slack:|\/\/[^/]*slack\.com\//i.test(address)) followSlack(address);
  else if (/^https?:/i.test(address)) window.open(address, "_blank", "noopener");
}

function imageMark(given) {
  return h("span", { class: "image-mark", role: "img", "aria-label": given.alt_text, title: given.alt_text }, given.alt_text);
}

// What a field says of itself besides its name: its place in the form, the hint and error beside it.
const described = (ids) => ({
  id: ids.field, "aria-describedby": ids.about, "aria-required": ids.required ? "true" : undefined, "aria-invalid": ids.wrong ? "true" : undefined,
});

function typed(source, block, given, name, ids) {
  const props = {
    ...described(ids),
    class: "field",
    "aria-label": name,
    placeholder: given.placeholder?.text,
    value: String(valueOf(source, block, given) ?? ""),
    inputmode: given.type === "number_input" ? (given.is_decimal_allowed ? "decimal" : "numeric") : undefined,
    "data-action": given.action_id,
    "data-focus": given.focus_on_load ? "first" : undefined,
    autocomplete: "off",
    oninput: (event) => typing(source, block, given, event.target.value),
    onkeydown: (event) => entering(event, source, block, given),
  };
  if (given.multiline) return h("textarea", { ...props, rows: "3" });
  return h("input", { ...props, type: TYPED[given.type] });
}

const dispatches = (block, given, on) => block.dispatch_action &&
  (given.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"]).includes(on);

function typing(source, block, given, value) {
  choose(source, block, given, value);
  if (dispatches(block, given, "on_character_entered")) actTyped(source, block, given);
}

function entering(event, source, block, given) {
  if (event.key !== "Enter" || given.multiline || event.isComposing) return;
  if (dispatches(block, given, "on_enter_pressed")) {
    event.preventDefault();
    act(source, block, given, event.target.value);
  }
}

function dated(source, block, given, name, type, ids) {
  return h("input", {
    ...described(ids),
    class: "field field-short", type, "aria-label": name, value: valueOf(source, block, given) || "", "data-action": given.action_id,
    onchange: (event) => picked(source, block, given, event.target.value || null),
  });
}

function dateTime(source, block, given, name, ids) {
  const value = valueOf(source, block, given);
  const shown = value ? new Date(value * 1000).toISOString().slice(0, 16) : "";
  return h("input", {
    ...described(ids),
    class: "field field-short", type: "datetime-local", "aria-label": name, value: shown, "data-action": given.action_id,
    onchange: (event) => picked(source, block, given, Math.floor(Date.parse(`${event.target.value}Z`) / 1000)),
  });
}

function boxes(source, block, given, name, type, ids) {
  const value = valueOf(source, block, given);
  const chosen = type === "checkbox" ? value || [] : value === undefined ? [] : [value];
  const change = (option, on) => {
    if (type === "radio") return picked(source, block, given, option.value);
    const next = on ? [...chosen, option.value] : chosen.filter((one) => one !== option.value);
    return picked(source, block, given, next);
  };
  return h("div", { class: "boxes", role: type === "radio" ? "radiogroup" : "group", "aria-label": name, "aria-describedby": ids.about },
    (given.options || []).map((option) => h("label", { key: option.value, class: "box" },
      h("input", { type, name: `${source.key}/${block.block_id}/${given.action_id}`, checked: chosen.includes(option.value),
        onchange: (event) => change(option, event.target.checked) }),
      h("span", null, textObject(option.text),
        option.description ? h("small", null, textObject(option.description)) : null))));
}

export function disclosure(label, open, toggle) {
  return h("button", { type: "button", class: "plain disclosure", "aria-expanded": String(open), onclick: toggle },
    icon(open ? "down" : "right"), label);
}

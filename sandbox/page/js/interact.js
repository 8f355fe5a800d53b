// What a person does to blocks: presses, choices, entered values. Keeps values per source and tells the server; draws nothing.

import { send } from "./api.js";
import { confirmed } from "./dialog.js";
import { changed, ui } from "./state.js";
import { toast } from "./toasts.js";

/** A source is where blocks stand: {key, surface, body, view?}; `body` is what the control API needs to find them. */
export function messageSource(channel, message) {
  return { key: `${channel.id}:${message.ts}`, surface: "message", body: { channel: channel.id, ts: message.ts } };
}

export function viewSource(view) {
  return { key: view.id, surface: "modal", body: { view_id: view.id }, view };
}

export function homeSource(view) {
  return { key: "home", surface: "home", body: { home: true }, view };
}

const values = (options) => (options || []).map((option) => option.value);

/** What an element holds before anybody touches it, as the control API's simple value; undefined for nothing. */
export function initialValue(element) {
  switch (element.type) {
    case "static_select": case "external_select": case "radio_buttons": return element.initial_option?.value;
    case "multi_static_select": case "multi_external_select": case "checkboxes":
      return element.initial_options ? values(element.initial_options) : undefined;
    case "users_select": return element.initial_user;
    case "multi_users_select": return element.initial_users;
    case "conversations_select": return element.initial_conversation;
    case "multi_conversations_select": return element.initial_conversations;
    case "channels_select": return element.initial_channel;
    case "multi_channels_select": return element.initial_channels;
    case "datepicker": return element.initial_date;
    case "timepicker": return element.initial_time;
    case "datetimepicker": return element.initial_date_time;
    default: return element.initial_value;
  }
}

const keyOf = (source, block, element) => `${source.key}/${block.block_id || ""}/${element.action_id || ""}`;

/** The present value. In a modal what was entered outlives an update, as in Slack; elsewhere a new initial value wins. */
export function valueOf(source, block, element) {
  const initial = initialValue(element);
  const chosen = ui.choices[keyOf(source, block, element)];
  if (!chosen) return initial;
  if (source.surface !== "modal" && chosen.initial !== JSON.stringify(initial)) return initial;
  return chosen.value;
}

export function choose(source, block, element, value) {
  ui.choices[keyOf(source, block, element)] = { value, initial: JSON.stringify(initialValue(element)) };
  if (ui.errors[source.key]) delete ui.errors[source.key][block.block_id];
  changed();
}

/** A choice in a select, picker or box: kept, and sent where Slack sends it (anywhere but in a plain input block). */
export function picked(source, block, element, value) {
  if (block.type === "input") {
    choose(source, block, element, value);
    if (block.dispatch_action) act(source, block, element, value);
    return;
  }
  confirmed(element.confirm, () => {
    choose(source, block, element, value);
    act(source, block, element, value);
  });
}

export function pendingKey(source, block, element) {
  return `${keyOf(source, block, element)}/${element.value || ""}`;
}

export async function act(source, block, element, value) {
  const key = pendingKey(source, block, element);
  if (ui.pending.has(key)) return;
  ui.pending.add(key);
  changed();
  const body = { ...source.body, action_id: element.action_id, block_id: block.block_id };
  if (value !== undefined) body.value = value;
  if (source.surface === "modal") body.values = entered(source);
  const result = await send("action", body);
  ui.pending.delete(key);
  if (!result.ok && result.error) toast(result.error);
  changed();
}

const untold = new Set(); // fields in which somebody went on typing while the app was being told

/** What has been typed so far, told at each change; of those that come while one is on its way, only the last. */
export async function actTyped(source, block, element) {
  const key = pendingKey(source, block, element);
  untold.add(key);
  if (ui.pending.has(key)) return;
  while (untold.delete(key)) await act(source, block, element, valueOf(source, block, element));
}

/** Every value of a view's input blocks by block_id and action_id; null where the person left or made it empty. */
export function entered(source) {
  const out = {};
  for (const block of source.view.blocks || []) {
    const element = block.type === "input" ? block.element : null;
    if (!element?.action_id) continue;
    const value = valueOf(source, block, element);
    out[block.block_id] = { [element.action_id]: value === undefined || value === "" ? null : value };
  }
  return out;
}

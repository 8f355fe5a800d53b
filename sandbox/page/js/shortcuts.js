// The app's shortcuts: the menu of those that work anywhere, and calling one, from there or from a message's menu.

import { send } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { menu } from "./popover.js";
import { bot, page } from "./state.js";
import { toast } from "./toasts.js";

const NONE = "This app has no shortcuts of this kind";

/** A lightning button that lists the global shortcuts; `words` stand beside the sign where there is room for them. */
export function shortcutsButton(className, words = null) {
  return h("button", {
    type: "button", class: className, title: "Shortcuts", "aria-label": "Shortcuts", "aria-haspopup": "menu", "data-testid": "shortcuts",
    onclick: (event) => menu(event.currentTarget, "Shortcuts", globalEntries()),
  }, icon("bolt"), words ? h("span", { class: "move-words" }, words) : null);
}

function globalEntries() {
  const found = page.world.global_shortcuts || [];
  if (!found.length) return [{ label: NONE, run: () => {} }];
  return found.map((one) => entry(one, { hint: one.description || bot().real_name }));
}

/** The entries of a message's menu that belong to the app. */
export function messageEntries(channel, message) {
  return (page.world.message_shortcuts || []).map((one) => entry(one, { hint: bot().real_name, at: { channel: channel.id, ts: message.ts } }));
}

function entry(one, { hint, at = {} }) {
  return { icon: icon("bolt"), label: one.name, hint, run: () => call({ callback_id: one.callback_id, ...at }) };
}

async function call(body) {
  const result = await send("shortcut", body);
  if (!result.ok && result.error) toast(result.error);
}

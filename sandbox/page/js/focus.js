// Where the keyboard is: kept over redraws that replace what had the focus, given back by what closes.

/** Where the focus stands now, in words that outlive a redraw; null where it stands nowhere. */
export function whereabouts() {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const scope = node.closest("[data-ts], [data-testid=home], .modal");
  return { node, action: node.dataset.action, words: node.textContent, scope: scope && selectorOf(scope) };
}

const selectorOf = (scope) => (scope.dataset.ts ? `[data-ts="${scope.dataset.ts}"]` : scope.matches(".modal") ? ".modal" : "[data-testid=home]");

/** After a redraw that took away what had the focus: its successor has it, or what stood around it. */
export function recover(was) {
  if (!was || was.node.isConnected || document.activeElement !== document.body) return;
  const scope = was.scope && document.querySelector(was.scope);
  const alike = scope && was.action ? [...scope.querySelectorAll("[data-action]")].filter((node) => node.dataset.action === was.action) : [];
  const next = alike.find((node) => node.textContent === was.words) || alike[0] || scope || document.querySelector(".modal") || fallback();
  next?.focus({ preventScroll: true });
}

const fallback = () => document.querySelector(".main .composer textarea") || document.getElementById("main");

/** Give the focus to what had it before something opened; a message's tools only show while the message has the focus. */
export function giveBack(node) {
  if (!node?.isConnected || node === document.body) {
    fallback()?.focus({ preventScroll: true });
    return;
  }
  node.focus({ preventScroll: true });
  if (document.activeElement === node) return;
  node.closest("[data-testid=message]")?.focus({ preventScroll: true });
  node.focus({ preventScroll: true });
}

const onMessage = {
  r: (message) => press(message, "react"),
  t: (message) => press(message, "reply"),
  m: (message) => press(message, "more"),
  ContextMenu: (message) => press(message, "more"),
  Escape: () => fallback()?.focus(),
};

const press = (message, tool) => message.querySelector(`[data-tool=${tool}]`)?.click();

/** Arrows go from message to message; on one of them a letter reacts, replies or opens its menu. */
export function walkMessages(event) {
  const list = event.currentTarget;
  const all = [...list.querySelectorAll("[data-testid=message]")];
  const at = all.indexOf(event.target);
  if (!all.length || (event.target !== list && at < 0)) return;
  const to = { ArrowUp: at < 0 ? all.length - 1 : at - 1, ArrowDown: at < 0 ? all.length - 1 : at + 1, Home: 0, End: all.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    all[Math.max(0, Math.min(to, all.length - 1))].focus();
    all[Math.max(0, Math.min(to, all.length - 1))].scrollIntoView({ block: "nearest" });
  } else if (at >= 0 && onMessage[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    event.stopPropagation();
    onMessage[event.key](all[at]);
  }
}

/** In a row of tabs the arrows choose; Tab goes on to the panel. */
export function walkTabs(event) {
  const all = [...event.currentTarget.querySelectorAll("[role=tab]")];
  const at = all.indexOf(document.activeElement);
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const next = all[(to + all.length) % all.length];
  next.click();
  queueMicrotask(() => document.getElementById(next.id)?.focus());
}

// Draws trees of plain nodes into the document and changes only what differs, so that focus, typed text and scroll
// position survive every redraw. Nothing here ever parses markup: text is always text.

const SVG = "http://www.w3.org/2000/svg";
const AS_PROPERTY = new Set(["value", "checked", "disabled", "selected", "open", "hidden", "indeterminate"]);

/** One node: tag, properties (`on…` functions are listeners, `style` an object, `key` an identity), children. */
export function h(tag, props, ...children) {
  const given = props || {};
  return { tag, props: given, key: given.key, children: flat(children, []) };
}

function flat(children, out) {
  for (const child of children) {
    if (Array.isArray(child)) flat(child, out);
    else if (child !== null && child !== undefined && child !== false && child !== true) {
      out.push(typeof child === "object" ? child : String(child));
    }
  }
  return out;
}

/** Make `root` hold exactly these children. */
export function draw(root, ...children) {
  patchChildren(root, flat(children, []));
}

const identity = (vnode) => (typeof vnode === "string" ? "#text" : `${vnode.tag}|${vnode.key ?? ""}`);

function patchChildren(parent, vnodes) {
  const old = [...parent.childNodes];
  // A node is drawn over by the next one with its key, or without a key by the next of its tag, in order.
  const waiting = new Map();
  for (const node of old) {
    const id = identity(node.drawn ?? "");
    if (!waiting.has(id)) waiting.set(id, []);
    waiting.get(id).push(node);
  }
  const reused = vnodes.map((vnode) => waiting.get(identity(vnode))?.shift());
  const kept = new Set(reused);
  for (const node of old) if (!kept.has(node)) parent.removeChild(node);
  let cursor = parent.firstChild;
  vnodes.forEach((vnode, index) => {
    const node = reused[index];
    if (node === undefined) {
      parent.insertBefore(create(vnode, parent), cursor);
      return;
    }
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
    patch(node, vnode);
  });
}

function create(vnode, parent) {
  if (typeof vnode === "string") return document.createTextNode(vnode);
  const inSvg = vnode.tag === "svg" || (parent.namespaceURI === SVG && parent.tagName !== "foreignObject");
  const node = inSvg ? document.createElementNS(SVG, vnode.tag) : document.createElement(vnode.tag);
  patch(node, vnode);
  if (vnode.props.oncreate) queueMicrotask(() => vnode.props.oncreate(node));
  return node;
}

function patch(node, vnode) {
  if (typeof vnode === "string") {
    if (node.nodeValue !== vnode) node.nodeValue = vnode;
    return;
  }
  const before = node.drawn ? node.drawn.props : {};
  node.drawn = vnode;
  patchChildren(node, vnode.children);
  for (const name of Object.keys(before)) if (!(name in vnode.props)) setProp(node, name, undefined, before[name]);
  for (const [name, value] of Object.entries(vnode.props)) setProp(node, name, value, before[name]);
}

function setProp(node, name, value, before) {
  if (name === "key" || name === "oncreate") return;
  if (name.startsWith("on")) return listen(node, name.slice(2));
  if (name === "style") return Object.assign(node.style, value || {});
  if (AS_PROPERTY.has(name)) {
    // Every keystroke is kept in `ui` before the next redraw, so this writes only what the page itself changed.
    if (value !== undefined && node[name] !== value) node[name] = value;
    return undefined;
  }
  if (value === before) return undefined;
  if (value === undefined || value === null || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? "" : String(value));
  return undefined;
}

function listen(node, type) {
  node.heard = node.heard || new Set();
  if (node.heard.has(type)) return;
  node.heard.add(type);
  node.addEventListener(type, (event) => {
    const listener = node.drawn.props[`on${type}`];
    if (listener) listener(event);
  });
}

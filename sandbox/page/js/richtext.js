// The rich_text block: sections, lists, quotes and preformatted text, with their inline elements.

import { slackDate } from "./dates.js";
import { h } from "./dom.js";
import { channelLink, emojiNode, group, link, mention, plain } from "./mrkdwn.js";

export function richText(block) {
  return (block.elements || []).map((part) => {
    switch (part.type) {
      case "rich_text_section": return h("div", null, inlines(part));
      case "rich_text_preformatted": return h("pre", { class: "code-block" }, inlines(part));
      case "rich_text_quote": return h("blockquote", null, inlines(part));
      case "rich_text_list": return list(part);
      default: return null;
    }
  });
}

function list(part) {
  const tag = part.style === "ordered" ? "ol" : "ul";
  return h(tag, { class: "rich-list", start: part.offset ? part.offset + 1 : undefined, style: { marginLeft: `${(part.indent || 0) * 24}px` } },
    part.elements.map((item) => h("li", null, inlines(item))));
}

const inlines = (part) => (part.elements || []).map(inline);

function inline(one) {
  switch (one.type) {
    case "text": return styled(plain(one.text, false), one.style);
    case "link": return styled([link(one.url, [one.text || one.url])], one.style);
    case "emoji": return emojiNode(one.name);
    case "user": return mention(one.user_id);
    case "channel": return channelLink(one.channel_id);
    case "usergroup": return group(one.usergroup_id);
    case "broadcast": return h("span", { class: "mention mention-all" }, `@${one.range}`);
    case "date": return h("time", null, slackDate(one.timestamp, one.format) ?? one.fallback ?? "");
    case "color": return h("code", null, one.value);
    default: return null;
  }
}

function styled(children, style = {}) {
  let nodes = children;
  for (const [name, tag] of [["code", "code"], ["strike", "s"], ["italic", "em"], ["bold", "strong"]]) {
    if (style[name]) nodes = [h(tag, null, nodes)];
  }
  return nodes;
}

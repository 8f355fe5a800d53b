// Short names to characters and back: lookup, search for the picker, skin tones. An unknown name stays the text it is.

import { GROUPS } from "./emoji_data.js";

const TONES = ["", "\u{1F3FB}", "\u{1F3FC}", "\u{1F3FD}", "\u{1F3FE}", "\u{1F3FF}"];
const TAKES_TONE = new Set(`+1 -1 thumbsup thumbsdown clap raised_hands wave raised_hand hand ok_hand muscle pray v
  crossed_fingers point_left point_right point_up_2 point_down point_up fist facepunch punch open_hands writing_hand shrug
  face_palm facepalm raising_hand handshake the_horns call_me_hand pinched_fingers bow`.split(/\s+/));

export const groups = Object.entries(GROUPS).map(([title, text]) => ({
  title,
  emoji: text.trim().split(/\s+/).map((entry) => {
    const cut = entry.lastIndexOf("=");
    const names = entry.slice(0, cut).split("|");
    return { name: names[0], names, char: entry.slice(cut + 1) };
  }),
}));

const byName = new Map(groups.flatMap((group) => group.emoji.flatMap((one) => one.names.map((name) => [name, one.char]))));

/** The character for a reaction or short name such as `wave::skin-tone-3`, or null. */
export function character(name) {
  const [base, tone] = name.split("::");
  const char = byName.get(base);
  if (!char) return null;
  const level = tone ? Number(tone.replace("skin-tone-", "")) - 1 : 0;
  return level > 0 && level < TONES.length ? char.replace("\uFE0F", "") + TONES[level] : char;
}

/** The name as Slack sends it with this tone (1 is none). */
export function toned(name, tone) {
  return tone > 1 && TAKES_TONE.has(name) ? `${name}::skin-tone-${tone}` : name;
}

export function search(words) {
  const wanted = words.trim().toLowerCase().replace(/^:|:$/g, "").replace(/\s+/g, "_");
  if (!wanted) return groups;
  const hits = new Map();
  for (const group of groups) {
    for (const one of group.emoji) {
      if (!one.names.some((name) => name.includes(wanted))) continue;
      const exact = one.names.some((name) => name.startsWith(wanted)) ? 0 : 1;
      if (!hits.has(one.name)) hits.set(one.name, { ...one, exact });
    }
  }
  const found = [...hits.values()].sort((a, b) => a.exact - b.exact || a.name.length - b.name.length);
  return found.length ? [{ title: "Found", emoji: found }] : [];
}

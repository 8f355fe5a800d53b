// Short names to characters and back: lookup, search for the picker, skin tones. An unknown name stays the text it is.

import { GROUPS } from "./emoji_data.js";
import { page } from "./state.js";

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

const MOST_ALIASES = 5;

// The workspace's own emoji are addresses of pictures, or other names for one that exists.
function own(name) {
  let found = name;
  for (let step = 0; step < MOST_ALIASES; step += 1) {
    const value = page.world?.emoji?.[found];
    if (!value?.startsWith("alias:")) return { name: found, picture: Boolean(value) };
    found = value.slice("alias:".length);
  }
  return { name: found, picture: false };
}

/** Whether the name is one of the workspace's own, whose picture is not fetched from where it lies. */
export const isCustom = (name) => own(name.split("::")[0]).picture;

/** The character for a reaction or short name such as `wave::skin-tone-3`, or null. */
export function character(name) {
  const [base, tone] = name.split("::");
  const char = byName.get(own(base).name);
  if (!char) return null;
  const level = tone ? Number(tone.replace("skin-tone-", "")) - 1 : 0;
  return level > 0 && level < TONES.length ? char.replace("\uFE0F", "") + TONES[level] : char;
}

/** The name as Slack sends it with this tone (1 is none). */
export function toned(name, tone) {
  return tone > 1 && TAKES_TONE.has(name) ? `${name}::skin-tone-${tone}` : name;
}

function everything() {
  const names = Object.keys(page.world?.emoji || {});
  if (!names.length) return groups;
  return [...groups, { title: "This workspace's own", emoji: names.map((name) => ({ name, names: [name], char: character(name) })) }];
}

/** Groups of emoji whose names hold the words; `char` is null for a picture of the workspace's own. */
export function search(words) {
  const wanted = words.trim().toLowerCase().replace(/^:|:$/g, "").replace(/\s+/g, "_");
  if (!wanted) return everything();
  const hits = new Map();
  for (const group of everything()) {
    for (const one of group.emoji) {
      if (!one.names.some((name) => name.includes(wanted))) continue;
      const exact = one.names.some((name) => name.startsWith(wanted)) ? 0 : 1;
      if (!hits.has(one.name)) hits.set(one.name, { ...one, exact });
    }
  }
  const found = [...hits.values()].sort((a, b) => a.exact - b.exact || a.name.length - b.name.length);
  return found.length ? [{ title: "Found", emoji: found }] : [];
}

// The data_visualization block as plain SVG: bars, lines, areas, pies; every number is in the picture's words too.

import { h } from "./dom.js";
import { plain } from "./mrkdwn.js";

const WIDEST = 520;
const LABEL = 39; // what a label under the axis takes
const HIGH = 220;
let across = WIDEST; // of the chart that is being drawn
const PLOT = { left: 44, right: 8, top: 10, bottom: 46 };
const COLOURS = ["#1f6f5c", "#d08a2e", "#4a68a8", "#a8577a", "#7a8b3c", "#5d5d66"];

// On a narrow page the picture is drawn narrower, not smaller: its words stay readable.
const width = () => Math.max(260, Math.min(WIDEST, innerWidth - 64));

export function chart(block) {
  across = width();
  const given = block.chart || {};
  const series = given.type === "pie" ? [{ name: "", data: given.segments || [] }] : given.series || [];
  const draw = { pie, bar, line, area: line }[given.type];
  const names = given.type === "pie" ? (given.segments || []).map((one) => `${one.label}: ${one.value}`) : series.map((one) => one.name);
  return h("figure", { class: "chart" },
    h("figcaption", null, plain(block.title || "")),
    h("svg", { viewBox: `0 0 ${across} ${HIGH}`, role: "img", "aria-label": spoken(block.title, series) },
      draw ? draw(given, series) : null),
    names.length > 1 || given.type === "pie" ? h("div", { class: "legend" }, names.map((name, at) => h("span", null,
      h("i", { style: { background: COLOURS[at % COLOURS.length] } }), plain(name)))) : null);
}

function spoken(title, series) {
  return `${title}. ${series.map((one) => `${one.name ? `${one.name}: ` : ""}${one.data.map((point) => `${point.label} ${point.value}`).join(", ")}`).join(". ")}`;
}

function scale(given, series) {
  const categories = given.axis_config?.categories || series[0]?.data.map((point) => point.label) || [];
  const values = series.flatMap((one) => one.data.map((point) => point.value));
  const high = niceTop(Math.max(1, ...values));
  const low = Math.min(0, ...values);
  const inner = { wide: across - PLOT.left - PLOT.right, high: HIGH - PLOT.top - PLOT.bottom };
  const step = inner.wide / Math.max(1, categories.length);
  return {
    categories, step, high, low,
    x: (at) => PLOT.left + step * (at + 0.5),
    y: (value) => PLOT.top + inner.high * (1 - (value - low) / (high - low)),
  };
}

function niceTop(value) {
  if (value <= 4) return Math.ceil(value);
  const unit = 10 ** Math.floor(Math.log10(value));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map((times) => times * unit).find((top) => top >= value);
}

const round = (value) => Math.round(value * 100) / 100;
const text = (x, y, words, anchor = "middle") => h("text", { x: round(x), y: round(y), "text-anchor": anchor }, words);

function axes(given, at) {
  const whole = at.high <= 4 && Number.isInteger(at.high) ? at.high : 4;
  const marks = Array.from({ length: whole + 1 }, (_, index) => at.low + ((at.high - at.low) * index) / whole);
  const every = Math.ceil((at.categories.length * LABEL) / (across - PLOT.left - PLOT.right));
  const config = given.axis_config || {};
  return [
    marks.map((value) => [
      h("line", { class: "grid", x1: PLOT.left, x2: across - PLOT.right, y1: round(at.y(value)), y2: round(at.y(value)) }),
      text(PLOT.left - 6, at.y(value) + 4, String(round(value)), "end"),
    ]),
    at.categories.map((name, index) => (index % every ? null : text(at.x(index), HIGH - PLOT.bottom + 16, shortened(name, at.step * every)))),
    config.x_label ? text(PLOT.left + (across - PLOT.left) / 2, HIGH - 8, config.x_label) : null,
    config.y_label ? h("text", { transform: `translate(11 ${(HIGH - PLOT.bottom) / 2 + PLOT.top}) rotate(-90)`, "text-anchor": "middle" }, config.y_label) : null,
  ];
}

function shortened(name, wide) {
  const fits = Math.max(3, Math.floor(wide / 6));
  return name.length > fits ? `${name.slice(0, fits - 1)}…` : name;
}

const valueAt = (one, name) => one.data.find((point) => point.label === name)?.value ?? 0;

function bar(given, series) {
  const at = scale(given, series);
  const wide = Math.min(34, (at.step * 0.72) / Math.max(1, series.length));
  return [axes(given, at), series.map((one, order) => at.categories.map((name, index) => {
    const value = valueAt(one, name);
    const top = at.y(Math.max(value, 0));
    return h("rect", { x: round(at.x(index) + (order - series.length / 2) * wide + 1), y: round(top), width: round(wide - 2), rx: "2",
      height: round(Math.abs(at.y(value) - at.y(0))), fill: COLOURS[order % COLOURS.length] },
    h("title", null, `${one.name}, ${name}: ${value}`));
  }))];
}

function line(given, series) {
  const at = scale(given, series);
  return [axes(given, at), series.map((one, order) => {
    const colour = COLOURS[order % COLOURS.length];
    const points = at.categories.map((name, index) => [round(at.x(index)), round(at.y(valueAt(one, name)))]);
    const path = points.map(([x, y]) => `${x},${y}`).join(" ");
    const floor = round(at.y(0));
    return [
      given.type === "area" && points.length
        ? h("polygon", { points: `${points[0][0]},${floor} ${path} ${points[points.length - 1][0]},${floor}`, fill: colour, opacity: "0.18" }) : null,
      h("polyline", { points: path, fill: "none", stroke: colour, "stroke-width": "2" }),
      points.map(([x, y], index) => h("circle", { cx: x, cy: y, r: "3", fill: colour },
        h("title", null, `${one.name}, ${at.categories[index]}: ${valueAt(one, at.categories[index])}`))),
    ];
  })];
}

function pie(given) {
  const segments = (given.segments || []).filter((one) => one.value > 0);
  const total = segments.reduce((sum, one) => sum + one.value, 0);
  const [cx, cy, r] = [across / 2, HIGH / 2, 96];
  if (segments.length === 1) return h("circle", { cx, cy, r, fill: COLOURS[0] });
  let turned = -Math.PI / 2;
  return segments.map((one, order) => {
    const from = turned;
    turned += (one.value / total) * 2 * Math.PI;
    const point = (angle) => `${round(cx + r * Math.cos(angle))} ${round(cy + r * Math.sin(angle))}`;
    return h("path", { d: `M${cx} ${cy}L${point(from)}A${r} ${r} 0 ${turned - from > Math.PI ? 1 : 0} 1 ${point(turned)}Z`,
      fill: COLOURS[order % COLOURS.length] }, h("title", null, `${one.label}: ${one.value}`));
  });
}

// The chart of decisions a second, stacked; drawn by uPlot, a script of the page that is no module.

import { $, el, setText, showList } from "./dom.js";
import { rate } from "./format.js";
import { OUTCOMES, SOURCES, live, outcomes } from "./live.js";

const { uPlot } = globalThis;
const NAMES = { denial_cache: "known refusals", lease: "leases" };
const HEIGHT = 210;
const LATEST = 5;

const place = $("#chart");
const legend = $("#chart-legend");
const chosen = (group) => $(`#chart-${group} input:checked`).value;

let plot = null;
let plotted = null; // names of the series, values of each, not stacked
let cursor = null;

/** Whether the chart is of the whole day. */
export const showsMinutes = () => Number(chosen("range")) > 900;

/** Draws what is known now. */
export function showChart() {
  const by = chosen("by");
  const range = Number(chosen("range"));
  const names = by === "outcome" ? OUTCOMES : SOURCES;
  const policy = $("#chart-policy").value;
  const buckets = showsMinutes() ? live.minutes : live.seconds.slice(-range);
  const per = showsMinutes() ? 60 : 1;
  const times = buckets.map(({ time }) => Date.parse(time) / 1000);
  const rows = buckets.map((bucket) => (by === "outcome" ? outcomes(bucket, policy) : bucket.sources));
  const values = names.map((name) => rows.map((row) => (row[name] ?? 0) / per));
  $("#chart-policy").disabled = by === "source";

  if (plot === null || plotted.by !== by) draw(by, names);
  plotted = { by, names, values };
  plot.setData([times, ...stacked(values)]);
  showLegend();
}

/** Each series on top of those before it, the highest first, so that the lower ones are drawn over it. */
function stacked(values) {
  const sums = [];
  values.forEach((series, i) => sums.push(series.map((value, at) => value + (i > 0 ? sums[i - 1][at] : 0))));
  return sums.reverse();
}

function draw(by, names) {
  plot?.destroy();
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const axis = {
    stroke: colour("soft"), font: "11px system-ui, sans-serif",
    grid: { stroke: colour("line"), width: 1 }, ticks: { show: false },
  };
  plot = new uPlot({
    width: width(),
    height: HEIGHT,
    padding: [8, 6, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: { y: { range: (self, low, high) => [0, Math.max(5, high * 1.1)] } },
    axes: [
      { ...axis, size: 26, space: 70, values: [
        [3600, "{HH}:{mm}", null, null, null, null, null, null, 1],
        [60, "{HH}:{mm}", null, null, null, null, null, null, 1],
        [1, "{HH}:{mm}:{ss}", null, null, null, null, null, null, 1],
      ] },
      { ...axis, size: 44, space: 40, values: (self, ticks) => ticks.map((tick) => rate(tick)) },
    ],
    series: [{}, ...[...names].reverse().map((name) => ({
      stroke: colour(name), fill: colour(name), width: 0, points: { show: false },
    }))],
    hooks: { setCursor: [(self) => { cursor = self.cursor.idx ?? null; showLegend(); }] },
  }, [[], ...names.map(() => [])], place);
}

/** The numbers under the pointer, or of the last seconds. */
function showLegend() {
  if (plotted === null) return;
  const { names, values } = plotted;
  const items = names.map((name, i) => {
    const at = cursor !== null && cursor < values[i].length ? [values[i][cursor]] : values[i].slice(-LATEST);
    return { name, amount: at.reduce((a, b) => a + b, 0) / Math.max(1, at.length) };
  });
  showList(legend, items, ({ name }) => name, ({ name }) => {
    const amount = el("b");
    return {
      element: el("li", {}, el("span", { class: "swatch", "data-part": name }), `${NAMES[name] ?? name} `, amount),
      show: (item) => setText(amount, rate(item.amount)),
    };
  });
  const words = items.map(({ name, amount }) => `${NAMES[name] ?? name} ${rate(amount)}`).join(", ");
  place.setAttribute("aria-label", `Decisions a second: ${words}`);
}

const width = () => Math.max(200, place.clientWidth);

function redraw() {
  plot?.destroy();
  plot = null;
  showChart();
}

new ResizeObserver(() => plot?.setSize({ width: width(), height: HEIGHT })).observe(place);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
for (const id of ["#chart-by", "#chart-range", "#chart-policy"]) $(id).addEventListener("change", showChart);

// Which endpoints and queries are slow or fail, with what to do about it.

import { get } from "./api.js";
import { $, bar, el, setText } from "./dom.js";
import { count, latency, percent } from "./format.js";
import { section } from "./section.js";
import { table } from "./table.js";

const TRENDS = { rising: "▲ rising", falling: "▼ falling", steady: "steady", new: "new" };

export function startEndpoints() {
  const sort = () => $("#endpoints-sort input:checked").value;
  const endpoints = table("Endpoints", ENDPOINTS, ({ endpoint }) => endpoint);
  const queries = table("Slow queries", QUERIES, ({ statement }) => statement);
  $("#endpoints .content").append(endpoints.element);
  $("#queries .content").append(queries.element);
  const run = section($("#endpoints"), {
    read: () => get("endpoints", { sort: sort() }),
    show: (answer) => {
      endpoints.show(answer.endpoints);
      return answer.endpoints.length > 0;
    },
    empty: "No request has been monitored yet.",
    millis: 5_000,
  });
  $("#endpoints-sort").addEventListener("change", run);
  section($("#queries"), {
    read: () => get("endpoints", { sort: "slow" }),
    show: (answer) => {
      queries.show(answer.queries);
      return answer.queries.length > 0;
    },
    empty: "None was slow. Only queries of the data source in ratelimit.monitor.datasource are seen.",
    millis: 10_000,
  });
}

function statuses() {
  const share = bar("Statuses");
  const text = el("span", { class: "soft" });
  return {
    element: el("div", { class: "meter" }, share.element, text),
    show: ({ statuses: by, count: all }) => {
      const parts = Object.entries(by).filter(([, n]) => n > 0);
      const words = parts.map(([status, n]) => `${status} ${count(n)}`).join(", ") || "–";
      share.show(parts.map(([status, n]) => [`s${status}`, n / Math.max(1, all)]), words);
      setText(text, words);
    },
  };
}

const suggestion = { title: "What to do", kind: "wide", text: ({ suggestion: text }) => text ?? "–" };

const ENDPOINTS = [
  { title: "Endpoint", kind: "key", text: ({ endpoint }) => endpoint },
  { title: "Requests", kind: "number", text: ({ count: n }) => count(n) },
  { title: "Statuses", make: statuses },
  { title: "Median", kind: "number", text: ({ p50 }) => latency(p50) },
  { title: "p99", kind: "number", text: ({ p99 }) => latency(p99) },
  { title: "Hour before", kind: "number", text: ({ p99Before, countBefore }) => (countBefore > 0 ? latency(p99Before) : "–") },
  { title: "Trend", text: ({ trend }) => TRENDS[trend] ?? trend },
  { title: "Slow", kind: "number", text: ({ slow }) => count(slow) },
  { title: "Errors", kind: "number", text: ({ errorRate }) => percent(errorRate) },
  suggestion,
];

const QUERIES = [
  { title: "Statement", kind: "code", text: ({ statement }) => statement },
  { title: "Slow runs", kind: "number", text: ({ count: n }) => count(n) },
  { title: "Slowest", kind: "number", text: ({ slowest }) => latency(slowest) },
  { title: "Average", kind: "number", text: ({ average }) => latency(average) },
  suggestion,
];

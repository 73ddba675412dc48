// What state the limiter is in, in one line, and the figures beside it.

import { get } from "./api.js";
import { showChart } from "./chart.js";
import { $, el, setText, showList, showTexts } from "./dom.js";
import { count, latency, percent, rate, since, time } from "./format.js";
import { lately, live } from "./live.js";
import { section } from "./section.js";

const LEVELS = { healthy: "Healthy", degraded: "Degraded", unhealthy: "Unhealthy" };
const SECONDS = 10;
const EVENTS = 30;
let statistics = null;

/** Reads the statistics every two seconds. */
export function startOverview() {
  section($("#overview"), {
    read: () => get("statistics"),
    show: (answer) => {
      statistics = answer;
      showLevel();
      showFigures();
      return true;
    },
    empty: "",
    millis: 2_000,
  });
}

/** Shows what has come by the live answers. */
export function showLive() {
  showChart();
  showEvents();
  if (statistics !== null) showFigures();
}

function showLevel() {
  const { level, why, mode, since: began, namespace, instance } = statistics;
  $("#level").dataset.level = level;
  const counts = mode === "local" ? "counting alone" : "counting together";
  setText($("#level .word"), `${LEVELS[level] ?? level}, ${counts}${began ? ` since ${time(began)}` : ""}`);
  showTexts($("#level .why"), why);
  setText($("#where"), `${namespace} · ${instance}`);
}

function showFigures() {
  const last = lately("", SECONDS);
  const present = statistics.members.filter((member) => !member.silent);
  const silent = statistics.members.length - present.length;
  const refused = last.refused + last.blocked;
  const figures = [
    ["decisions/s", rate(last.all / last.seconds), ""],
    ["refused", last.all === 0 ? "0 %" : percent(refused / last.all), refused > last.all / 2 ? "bad" : ""],
    ["blocked keys", count(statistics.blockedKeys), statistics.blockedKeys > 0 ? "note" : ""],
    ["decision p99", latency(statistics.p99), statistics.p99 > 0.1 ? "bad" : ""],
    ["from memory", percent(statistics.hitRate), ""],
    ["store answers", percent(statistics.storeSuccess), statistics.storeSuccess < 0.95 ? "bad" : ""],
    ["members", silent > 0 ? `${present.length} of ${statistics.members.length}` : count(present.length), silent > 0 ? "bad" : ""],
    ["tracked keys", count(statistics.trackedKeys), ""],
    ["owed permits", count(statistics.owedPermits), ""],
  ];
  showList($("#figures"), figures, ([name]) => name, ([name]) => {
    const value = el("dd");
    const element = el("div", {}, el("dt", {}, name), value);
    return {
      element,
      show: ([, text, kind]) => {
        setText(value, text);
        element.dataset.kind = kind;
      },
    };
  });
}

function showEvents() {
  const events = live.events.slice(-EVENTS).reverse();
  $("#events-state").hidden = events.length > 0;
  $("#events").hidden = events.length === 0;
  showList($("#events"), events, (event) => `${event.seq} ${event.time} ${event.event} ${event.key} ${event.text}`, (event) => {
    const ago = el("span", { class: "ago" });
    const what = [event.key, event.policy].filter(Boolean).join(" in ");
    return {
      element: el("li", { "data-event": event.event },
        el("time", { datetime: event.time }, time(event.time)),
        el("span", { class: "kind" }, event.event),
        el("span", { class: "what" }, what === "" ? null : el("b", {}, what), what === "" ? "" : " ", event.text ?? ""), ago),
      show: ({ time: at }) => setText(ago, `${since(at)} ago`),
    };
  });
}

// Every policy: its limits, what comes of its requests, how full its fullest key is, and where it comes from.

import { button, morePermits, policies } from "./actions.js";
import { get } from "./api.js";
import { $, bar, el, setText, showList } from "./dom.js";
import { count, duration, percent } from "./format.js";
import { lately } from "./live.js";
import { section } from "./section.js";
import { table } from "./table.js";

const SECONDS = 60;
let fullest = new Map(); // by policy, the key of which the smallest share is left

export function startPolicies() {
  const place = $("#policies");
  const shown = table("Policies", COLUMNS, ({ name }) => name);
  $(".content", place).append(shown.element);
  return section(place, {
    read: async () => {
      const [answer, top] = await Promise.all([readPolicies(), get("keys", { state: "top", limit: 1_000 })]);
      fullest = fullestOf(top.keys);
      return answer;
    },
    show: (answer) => {
      shown.show(answer);
      return answer.length > 0;
    },
    empty: "The application has no policy.",
    millis: 5_000,
  });
}

/** Reads the policies, and keeps them for whoever needs their limits. */
export async function readPolicies(read = get) {
  const answer = await read("policies");
  policies.clear();
  for (const policy of answer.policies) policies.set(policy.name, policy);
  for (const select of [$("#chart-policy"), $("#keys-policy")]) offer(select, answer.policies);
  return answer.policies;
}

function offer(select, all) {
  const names = ["", ...all.map(({ name }) => name)];
  if (names.length === select.options.length && names.every((name, i) => select.options[i].value === name)) return;
  const before = select.value;
  select.replaceChildren(...names.map((name) => el("option", { value: name }, name || "all policies")));
  select.value = names.includes(before) ? before : "";
}

function fullestOf(keys) {
  const found = new Map();
  for (const { policy, key, used } of keys) {
    if (used !== null && used > (found.get(policy)?.used ?? -1)) found.set(policy, { used, key });
  }
  return found;
}

function texts(className, of) {
  const element = el("div", { class: className });
  return {
    element,
    show: (item) => showList(element, of(item).filter(([, text]) => text), ([kind]) => kind, ([kind]) => {
      const line = el("span", { "data-kind": kind });
      return { element: line, show: ([, text]) => setText(line, text) };
    }),
  };
}

const COLUMNS = [
  { title: "Policy", make: () => texts("stack", ({ name, scope, mode, rollout }) => [
    ["key", name],
    ["soft", `by ${scope}`],
    ["badge", mode === "enforce" ? "" : mode],
    ["badge rollout", rollout < 100 ? `${rollout} % of keys` : ""],
  ]) },
  { title: "Limits", make: () => texts("stack", ({ limits, concurrency, algorithm, blockMillis, fallback }) => [
    ["mono", limits.join(" · ")],
    ["mono at-once", concurrency === null ? "" : `${concurrency} at once`],
    ["soft", [algorithm, blockMillis > 0 ? `block ${duration(blockMillis)}` : "", `fallback ${fallback}`].filter(Boolean).join(", ")],
  ]) },
  { title: "Tiers", make: () => texts("stack", ({ tiers }) => tiers.length === 0 ? [["soft", "–"]]
    : tiers.map(({ name, limits }) => [`tier ${name}`, `${name} ${limits.join(" · ")}`])) },
  { title: "Fullest key, last seen", make: fill },
  { title: "Last minute", make: lastMinute },
  { title: "Overrides", make: () => texts("stack", ({ overrides }) => overrides.length === 0 ? [["soft", "–"]]
    : overrides.slice(0, 3).map(({ id, key, kind, value }) => [`o ${id}`, `${key ?? "all keys"}: ${kind === "block" ? "blocked" : value}`])
      .concat([["soft", overrides.length > 3 ? `and ${overrides.length - 3} more` : ""]])) },
  { title: "From", make: () => texts("stack", ({ source, place, appliesAt }) => [
    ["from", source],
    ["soft place", place && !appliesAt.some((site) => site.includes(place)) ? brief(place) : ""],
    ["soft sites", appliesAt.map(brief).join(", ")],
  ]) },
  { title: "Change", make: (first) => {
    const change = first.limits.length === 0 ? null
      : button("Limit…", () => morePermits({ policy: first.name }), "quiet", `Change the limit of ${first.name}`);
    return { element: change ?? el("span", { class: "soft" }, "–"), show() {} };
  } },
];

/** A place in the code without its packages and parameters. */
function brief(place) {
  return place.replace(/\b(?:[a-z_]\w*\.)+(?=[A-Z])/g, "").replace(/\([^)]*\)$/, "");
}

function fill() {
  const share = bar("Fullest key");
  const text = el("span", { class: "soft" });
  return {
    element: el("div", { class: "meter" }, share.element, text),
    show: ({ name }) => {
      const most = fullest.get(name);
      const words = most ? `${percent(most.used)} ${most.key}` : "–";
      share.show(most ? [[most.used >= 0.8 ? "near" : "used", most.used]] : [], words);
      setText(text, words);
    },
  };
}

function lastMinute() {
  const share = bar("Last minute");
  const text = el("span", { class: "soft" });
  return {
    element: el("div", { class: "meter" }, share.element, text),
    show: ({ name }) => {
      const { all, seconds, ...sums } = lately(name, SECONDS);
      const parts = Object.entries(sums).filter(([, amount]) => amount > 0);
      const words = all === 0 ? "no request" : parts.map(([outcome, amount]) => `${count(amount)} ${outcome}`).join(", ");
      share.show(parts.map(([outcome, amount]) => [outcome, amount / all]), words);
      setText(text, words);
    },
  };
}

// What operators have set in place of the configuration: limits, tiers and blocks.

import { button, changeTier, endOverride, me, policies } from "./actions.js";
import { get, post, put } from "./api.js";
import { ask, howLong, inWords, reason } from "./dialog.js";
import { $, el } from "./dom.js";
import { doubled, time, until } from "./format.js";
import { section } from "./section.js";
import { table } from "./table.js";

export function startOverrides() {
  const place = $("#overrides");
  const shown = table("Overrides", COLUMNS, ({ id }) => id);
  $(".content", place).append(shown.element);
  if (me.admin) {
    $("#overrides-controls").append(
      button("Change a limit…", addLimit), button("Block a key…", addBlock, "second"));
    if (tiered().length > 0) $("#overrides-controls").append(button("Change a tier…", () => changeTier(tiered())));
  }
  section(place, {
    read: () => get("overrides"),
    show: ({ overrides }) => {
      shown.show(overrides);
      return overrides.length > 0;
    },
    empty: "There is none: the configuration decides everywhere.",
    millis: 5_000,
  });
}

/** The policies that have tiers. */
export function tiered() {
  return [...policies.values()].filter(({ tiers }) => tiers.length > 0).map(({ name }) => name);
}

const names = () => [...policies.keys()].map((name) => [name, name]);
const policyField = (options) => ({ name: "policy", label: "Policy", type: "select", value: options[0][0], options });

function addLimit() {
  const limited = [...policies.values()].filter(({ limits }) => limits.length > 0);
  ask({
    title: "Change a limit",
    says: ({ policy, key, limit, for: length }) => `${key || "Every key without limits of its own"} gets ${limit || "…"} under `
      + `policy ${policy}, in place of ${policies.get(policy).limits.join(",")}, ${inWords(length)}.`,
    fields: [
      policyField(limited.map(({ name }) => [name, name])),
      { name: "key", label: "Key", hint: "such as user:alice; empty for all keys of the policy" },
      { name: "limit", label: "Limit", value: doubled(limited[0].limits), required: true, hint: "as in the configuration: 20/1h, or 60/1m,1000/1h" },
      howLong("2h", "until it is removed"),
      { ...reason("limit changed from the console"), first: false },
    ],
    confirm: "Change",
    act: ({ policy, key, limit, for: length, reason: why }) => put("overrides", {
      policy, key: key || undefined, limit, for: length || undefined, reason: why,
    }),
    done: ({ policy, key, limit }) => `${key || "Every key"} has ${limit} in ${policy}.`,
  });
}

function addBlock() {
  ask({
    title: "Block a key",
    says: ({ policy, key, for: length }) => `All requests of ${key || "…"} are refused by policy ${policy} on all instances, ${inWords(length)}.`,
    fields: [
      { name: "key", label: "Key", required: true, first: true, hint: "such as user:alice or address:203.0.113.9" },
      policyField(names()),
      howLong("1h", "until it is removed"),
      { ...reason("blocked from the console"), first: false },
    ],
    confirm: "Block",
    danger: true,
    act: ({ policy, key, for: length, reason: why }) => post("block", { policy, key, for: length || undefined, reason: why }),
    done: ({ policy, key, for: length }) => `${key} is blocked in ${policy}, ${inWords(length)}.`,
  });
}

const COLUMNS = [
  { title: "Policy", text: ({ policy }) => policy },
  { title: "Key", kind: "key", text: ({ key }) => key ?? "all keys" },
  { title: "Now", text: ({ kind, value }) => (kind === "block" ? "blocked" : kind === "tier" ? `tier ${value}` : value) },
  { title: "Since", text: ({ since }) => time(since) },
  { title: "Until", text: ({ until: end }) => (end ? `${time(end)} (${until(end)})` : "it is removed") },
  { title: "By", text: ({ by }) => by },
  { title: "Reason", kind: "wide", text: ({ reason: why }) => why },
  { title: "End", make: (first) => ({
    element: button("End…", () => endOverride(first), "quiet", `End the ${first.kind} of ${first.key ?? "all keys"} in ${first.policy}`)
      ?? el("span", { class: "soft" }, "–"),
    show() {},
  }) },
];

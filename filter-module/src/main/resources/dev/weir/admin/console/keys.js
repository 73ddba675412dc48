// The keys that are counted most, as the sketches of all instances say.

import { block, button } from "./actions.js";
import { get } from "./api.js";
import { $, el } from "./dom.js";
import { count } from "./format.js";
import { isBlocked } from "./limited.js";
import { lookUp } from "./search.js";
import { section } from "./section.js";
import { table } from "./table.js";

const MOST = 20;

export function startKeys() {
  const place = $("#keys");
  const select = $("#keys-policy");
  const shown = table("Top keys", COLUMNS, ({ policy, token }) => `${policy} ${token}`);
  $(".content", place).append(shown.element);
  const run = section(place, {
    read: () => get("keys", { policy: select.value, state: "top", limit: MOST }),
    show: ({ keys }) => {
      shown.show(keys.map((key, i) => ({ ...key, rank: i + 1 })));
      return keys.length > 0;
    },
    empty: "No key has been counted yet.",
    millis: 3_000,
  });
  select.addEventListener("change", run);
}

const COLUMNS = [
  { title: "Rank", kind: "number", text: ({ rank }) => String(rank) },
  { title: "Key", kind: "key", text: ({ key }) => key },
  { title: "Policy", text: ({ policy }) => policy },
  { title: "Requests", kind: "number", text: ({ count: n, error }) => (error > 0 ? `${count(n)} ± ${count(error)}` : count(n)) },
  { title: "Refused", kind: "number", text: ({ refused }) => count(refused) },
  { title: "Last left", kind: "number", text: ({ remaining }) => count(remaining) },
  { title: "State", text: (key) => (isBlocked(key) ? "blocked" : key.level > 0 ? `suspicion ${key.level}` : "–") },
  { title: "Actions", make: (first) => {
    const label = (verb) => `${verb} ${first.key} in ${first.policy}`;
    return {
      element: el("div", { class: "buttons" },
        el("button", { type: "button", class: "quiet", "aria-label": label("Details of"), on: { click: () => lookUp(first) } }, "Details"),
        button("Block…", () => block(first), "quiet", label("Block"))),
      show() {},
    };
  } },
];

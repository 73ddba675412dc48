// The members of the cluster; a silent one stands first.

import { get } from "./api.js";
import { $, el, setText, showList } from "./dom.js";
import { since, time } from "./format.js";
import { section } from "./section.js";

const STATES = {
  active: "active",
  silent: "silent: it does not answer",
  alone: "alone: it counts for itself",
  unknown: "unknown: without the application, or without its admin path",
};

export function startMembers() {
  const place = $("#members");
  section(place, {
    read: () => get("statistics"),
    show: ({ members }) => {
      const sorted = [...members].sort((a, b) => b.silent - a.silent || a.id.localeCompare(b.id));
      showList($(".content", place), sorted, ({ id }) => id, member);
      return members.length > 0;
    },
    empty: "There is no cluster: this instance counts alone.",
    millis: 2_000,
  });
}

function member({ id, self }) {
  const state = el("span", { class: "word" });
  const place = el("span", { class: "soft" });
  const element = el("li", { "data-member": id },
    el("span", { class: "dot" }), el("b", { class: "key" }, id), self ? el("span", { class: "badge" }, "this one") : null, state, place);
  return {
    element,
    show: (now) => {
      element.dataset.state = now.silent ? "silent" : now.state;
      const name = now.silent ? "silent" : now.state;
      // of a member from which nothing reports it is not known since when
      const known = now.since && Date.parse(now.since) > 0;
      setText(state, `${STATES[name] ?? name}${known ? `, since ${time(now.since)} (${since(now.since)})` : ""}`);
      setText(place, now.address ?? "");
    },
  };
}

// How one key stands with one policy, with what can be done about it.

import { block, button, endOverride, morePermits, reset, unblock } from "./actions.js";
import { bar, el, setText, showList } from "./dom.js";
import { count, duration, permitsOf, time, until } from "./format.js";

/** Whether the key is blocked; a block of an operator can be without an end. */
const isBlocked = ({ blockedUntil, overrides }) => blockedUntil !== null || overrides.some(({ kind }) => kind === "block");

/** Whether a policy has counted or decided anything for the key. */
export function isKnown({ allowed, blockedUntil, level, overrides, limits }) {
  return !allowed || blockedUntil !== null || level > 0 || overrides.length > 0
    || limits.some(({ burst, remaining }) => remaining < burst);
}

/** What comes first is what is limited most: blocked, refused, then by what is left. */
export function weight(answer) {
  const { allowed, limits } = answer;
  const left = limits.map(({ burst, remaining }) => remaining / (burst || 1));
  return isBlocked(answer) ? -2 : !allowed ? -1 : Math.min(1, ...left);
}

/** The card of a standing, { policy, key, token, ... } as `keys/one` says. */
export function standing(first) {
  let now = first;
  const parts = Object.fromEntries(["state", "why"].map((name) => [name, el("p", { class: name })]));
  const meters = el("div", { class: "meters" });
  const overrides = el("ul", { class: "overrides" });
  const label = (verb) => `${verb} ${first.key} in ${first.policy}`;
  const unblocks = button("Unblock", () => unblock(now), "", label("Unblock"));
  const element = el("article", { "data-policy": first.policy, "data-key": first.key, tabindex: "-1" },
    el("h3", {}, el("b", { class: "key" }, first.key), " ", el("span", { class: "policy" }, first.policy)),
    parts.state, parts.why, meters, overrides,
    el("div", { class: "buttons" }, unblocks,
      button("Reset…", () => reset(now), "second", label("Reset")),
      first.limits.length > 0 ? button("More permits…", () => morePermits(now), "second", label("More permits for")) : null,
      button("Block…", () => block(now), "second", label("Block"))));

  return {
    element,
    show: (answer) => {
      now = answer;
      element.dataset.state = isBlocked(answer) ? "blocked" : answer.allowed ? "allowed" : "refused";
      setText(parts.state, words(answer));
      setText(parts.why, answer.why ?? "");
      parts.why.hidden = !answer.why;
      if (unblocks) {
        if (!isBlocked(answer) && document.activeElement === unblocks) element.focus();
        unblocks.hidden = !isBlocked(answer);
      }
      showList(meters, answer.limits, ({ limit }) => limit, meter);
      showList(overrides, answer.overrides, ({ id }) => id, overrideLine);
    },
  };
}

function words(answer) {
  const { allowed, blockedUntil, since, retryAfterMillis, level } = answer;
  const suspicion = level > 0 ? ` Suspicion ${level} of 5.` : "";
  if (isBlocked(answer)) {
    const from = since ? ` since ${time(since)}` : "";
    const end = blockedUntil ? `until ${time(blockedUntil)}: ${until(blockedUntil)} left` : "until it is unblocked";
    return `Blocked${from}, ${end}.${suspicion}`;
  }
  const again = retryAfterMillis === null ? "" : `, again in ${duration(retryAfterMillis)}`;
  return allowed ? `Admitted.${suspicion}` : `Refused: the limit is used up${again}.${suspicion}`;
}

function meter({ limit }) {
  const share = bar(`used of ${limit}`);
  const text = el("span");
  return {
    element: el("div", { class: "meter" }, share.element, text),
    show: ({ burst, remaining, resetAfterMillis }) => {
      const used = burst > 0 ? Math.max(0, 1 - remaining / burst) : 0;
      const next = resetAfterMillis > 0 ? `, more in ${duration(resetAfterMillis)}` : "";
      const bucket = burst === permitsOf(limit) ? "" : `, at most ${count(burst)} at once`;
      const left = `${count(remaining)} left of ${limit}${bucket}${next}`;
      share.show([[used >= 0.8 ? "near" : "used", used]], left);
      setText(text, left);
    },
  };
}

function overrideLine(override) {
  const { kind, value, by, reason, until: end } = override;
  const term = end ? `until ${time(end)}` : "until it is removed";
  const what = kind === "block" ? "blocked" : value;
  return {
    element: el("li", {}, `${what} ${term}, by ${by}: ${reason} `, button("End…", () => endOverride(override), "quiet")),
    show() {},
  };
}

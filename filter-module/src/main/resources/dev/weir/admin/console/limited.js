// Who is limited at this moment, why and since when: first the blocked keys, then those whose limit is used up.

import { block, button, morePermits, reset, reveal, unblock, me } from "./actions.js";
import { get } from "./api.js";
import { $, el, setText, showList } from "./dom.js";
import { count, duration, serverNow, since, time, until } from "./format.js";
import { lookUp } from "./search.js";
import { section } from "./section.js";

const MOST = 50;
/** Whether a key is still refused, only a look says: so many are looked at, and again when they were admitted and then refused. */
const LOOKS = 12;
const LOOK_MILLIS = 8_000;
const looks = new Map(); // by policy and token
let looking = null; // the looks that are under way
let isChanged = false; // by this page

export function startLimited() {
  document.addEventListener("weir:changed", () => {
    looks.clear();
    looking = null;
    isChanged = true;
  });
  section($("#limited"), {
    read: async () => {
      const isAwaited = isChanged;
      isChanged = false;
      const [blocked, refused] = await Promise.all(["blocked", "refused"].map((state) => get("keys", { state, limit: MOST })));
      const listed = blocked.keys.filter(isBlocked);
      const candidates = refused.keys.filter((key) => key.remaining === 0 && !isBlocked(key)).slice(0, LOOKS);
      looking ??= Promise.all(candidates.filter((key) => !isLookedAt(key)).map(look)).finally(() => { looking = null; });
      // what is known to be blocked does not wait for the looks; the next time they are there
      if (listed.length === 0 || isAwaited) await looking;
      const usedUp = candidates.map((key) => ({ ...looks.get(nameOf(key))?.answer, ...key })).filter(({ allowed }) => allowed === false);
      return { blocked: listed, usedUp, total: blocked.total };
    },
    show: ({ blocked, usedUp, total }) => {
      const more = total > blocked.length ? ` of ${count(total)}` : "";
      setText($("#limited-count"), `${count(blocked.length)}${more} blocked, ${count(usedUp.length)} refused`);
      showList($("#limited-list"), [...blocked, ...usedUp], (key) => `${key.policy} ${key.token} ${isBlocked(key)}`, item);
      return blocked.length + usedUp.length > 0;
    },
    empty: "No key is blocked, and none has used up its limit.",
    millis: 2_000,
  });
}

const nameOf = ({ policy, token }) => `${policy} ${token}`;

function isLookedAt(key) {
  const last = looks.get(nameOf(key));
  return last !== undefined && Date.now() - last.at < LOOK_MILLIS && (last.refused === key.refused || !last.answer.allowed);
}

/** The lists say what was left at the last request; this is what is left now. */
async function look(key) {
  const { policy, token, refused } = key;
  const answer = await get("keys/one", { policy, token }).catch(() => ({ allowed: false }));
  if (looks.size > MOST) looks.clear();
  looks.set(nameOf(key), { refused, at: Date.now(), answer });
}

/** A block without an end has none in `blockedUntil`, but says since when. */
export function isBlocked({ blockedUntil, since: began }) {
  return blockedUntil !== null ? Date.parse(blockedUntil) > serverNow() : began !== null;
}

function item(first) {
  let now = first;
  const blocked = isBlocked(first);
  const name = el("b", { class: "key" });
  const state = el("p", { class: "since" });
  const why = el("p", { class: "why" });
  const label = (verb) => `${verb} ${first.key} in ${first.policy}`;
  const element = el("li", { "data-blocked": String(blocked), "data-policy": first.policy, "data-key": first.key },
    el("div", { class: "who" }, name, el("span", { class: "policy" }, first.policy)),
    state, why,
    el("div", { class: "buttons" },
      blocked ? button("Unblock", () => unblock(now), "", label("Unblock")) : null,
      blocked ? button("Longer…", () => block(now), "second", label("Block longer")) : null,
      blocked ? null : button("More permits…", () => morePermits(now), "second", label("More permits for")),
      blocked ? null : button("Reset…", () => reset(now), "second", label("Reset")),
      el("button", { type: "button", class: "quiet", "aria-label": label("Details of"), on: { click: () => lookUp(now) } }, "Details"),
      me.admin && me.keys === "masked"
        ? el("button", { type: "button", class: "quiet", "aria-label": label("Show the whole key of"), on: { click: () => reveal(now, name) } }, "Show key")
        : null));
  name.textContent = first.key;
  return {
    element,
    show: (key) => {
      now = key;
      setText(state, blocked ? blockedWords(key) : refusedWords(key));
      setText(why, key.why ?? "");
      why.hidden = !key.why;
    },
  };
}

function blockedWords({ blockedUntil, since: began, level }) {
  const from = began ? `blocked since ${time(began)} (${since(began)})` : "blocked";
  const end = blockedUntil ? `, until ${time(blockedUntil)}, ${until(blockedUntil)} left` : ", until it is unblocked";
  return `${from}${end}${level > 0 ? `, suspicion ${level} of 5` : ""}`;
}

function refusedWords({ refused, limits, retryAfterMillis, level }) {
  const limit = limits?.find(({ remaining }) => remaining === 0)?.limit;
  const again = retryAfterMillis ? `, again in ${duration(retryAfterMillis)}` : "";
  return `${limit ?? "limit"} used up${again}, ${count(refused)} refused so far${level > 0 ? `, suspicion ${level} of 5` : ""}`;
}

// Twenty requests at an endpoint of the application, as the caller that this browser is; then which counters moved.

import { changeTier, me } from "./actions.js";
import { getFirst } from "./api.js";
import { announce } from "./dialog.js";
import { $, el, setText, showList } from "./dom.js";
import { tiered } from "./overrides.js";
import { changed } from "./section.js";
import { poll } from "./poll.js";

const REQUESTS = 20;
const AT_ONCE = 4;
const OUTCOMES = ["allowed", "refused", "blocked", "shadow", "exempt", "unavailable"];
const FOLLOWED_MILLIS = 10_000;
let before = null;
let followUntil = 0;

export function startTryIt() {
  offerPaths(me.endpoints);
  // only once: a field that is being written in may be empty, too
  if ($("#tryit-path").value === "") $("#tryit-path").value = $("#tryit-paths").firstChild?.value ?? "";
  $("#tryit-path").addEventListener("focus", offerMonitored, { once: true });
  const tier = $("#tryit-tier");
  tier.hidden = !me.admin || tiered().length === 0;
  tier.addEventListener("click", () => changeTier(tiered()));
  const follow = poll(showCounters, 1_000, { isWanted: () => before !== null && performance.now() < followUntil });
  $("#tryit-form").addEventListener("submit", (event) => {
    event.preventDefault();
    tryIt($("#tryit-path").value, follow);
  });
}

function offerPaths(paths) {
  const all = [...new Set(paths)].map((path) => (me.context ?? "") + path);
  $("#tryit-paths").replaceChildren(...all.map((path) => el("option", { value: path })));
}

/** Offers what the monitor has seen, too: paths of resources that no pattern names. */
async function offerMonitored() {
  const { endpoints } = await getFirst("endpoints").catch(() => ({ endpoints: [] }));
  const seen = endpoints.map(({ endpoint }) => /^GET (\/[^{*]*)$/.exec(endpoint)?.[1]).filter(Boolean);
  offerPaths([...me.endpoints, ...seen]);
}

async function tryIt(path, follow) {
  const submit = $("#tryit-form button[type=submit]");
  submit.disabled = true;
  setText($("#tryit-state"), `Sending ${REQUESTS} requests to ${path} …`);
  showChips($("#tryit-counters"), []);
  before = await countersNow().catch(() => null);
  const answers = new Map();
  let left = REQUESTS;
  const sendSome = async () => {
    while (left-- > 0) {
      const status = await statusOf(path);
      answers.set(status, (answers.get(status) ?? 0) + 1);
      showChips($("#tryit-answers"), [...answers].sort().map(([name, n]) => [`s${name}`, `${n} × ${name}`]));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendSome));
  submit.disabled = false;
  const words = [...answers].sort().map(([name, n]) => `${n} × ${name}`).join(", ");
  setText($("#tryit-state"), `${path}: ${words}. Which counters moved, over all instances:`);
  announce(`${REQUESTS} requests to ${path}: ${words}.`);
  followUntil = performance.now() + FOLLOWED_MILLIS;
  follow();
  changed();
}

async function statusOf(path) {
  try {
    return String((await fetch(new URL(path, location.origin), { cache: "no-store" })).status);
  } catch {
    return "no answer";
  }
}

async function countersNow() {
  const { policies } = await getFirst("statistics");
  return new Map(policies.map((policy) => [policy.name, policy]));
}

async function showCounters() {
  const now = await countersNow();
  const moved = [];
  for (const [name, counts] of now) {
    for (const outcome of OUTCOMES) {
      const more = counts[outcome] - (before.get(name)?.[outcome] ?? 0);
      if (more > 0) moved.push([outcome, `${name}: ${more} ${outcome}`]);
    }
  }
  showChips($("#tryit-counters"), moved);
}

function showChips(list, chips) {
  showList(list, chips, ([, text]) => text, ([kind, text]) => ({ element: el("li", { "data-part": kind }, text), show() {} }));
}

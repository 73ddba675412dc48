// Finds a key over all policies, and shows how it stands with each.

import { policies } from "./actions.js";
import { get, getFirst } from "./api.js";
import { $, setText, showList } from "./dom.js";
import { canBe, partsOf } from "./format.js";
import { poll } from "./poll.js";
import { isKnown, standing, weight } from "./standing.js";

const LISTED = ["blocked", "refused", "top"];
const MOST = 30;
/** So many at once, between which others have their turn. */
const AT_ONCE = 3;
const panel = $("#found");
const field = $("#find");
const blocks = new Map(); // since when and why keys are blocked, by policy and token
let shown = []; // what `keys/one` is asked with, for each card
let search = 0;
let isAwaited = false; // what is read again, by somebody who has just done something

export function startSearch() {
  $("#search").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text !== "") find(text);
  });
  $("#found-close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea, dialog");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      field.focus();
      field.select();
    } else if (event.key === "Escape" && !event.target.closest("dialog") && !panel.hidden) {
      close();
    }
  });
  const again = poll(refresh, 3_000, {
    isWanted: () => shown.length > 0,
    onFailure: (error) => setText($("#found-state"), `Not read again: ${error.message}.`),
  });
  const now = () => {
    isAwaited = true;
    again();
  };
  document.addEventListener("weir:changed", now);
  panel.addEventListener("weir:found", now);
}

/** Shows how a listed key stands. */
export function lookUp({ policy, key, token, since, why }) {
  open(`${key} in ${policy}`);
  if (since) blocks.set(`${policy} ${token}`, { since, why });
  search += 1;
  showFound([{ policy, token, key }]);
}

function close() {
  panel.hidden = true;
  shown = [];
  search += 1;
  field.focus();
}

function open(title) {
  shown = [];
  panel.hidden = false;
  setText($("#found-title"), title);
  setText($("#found-state"), "Looking …");
  showList($("#found-list"), [], () => "", standing);
  panel.scrollIntoView({ block: "start" });
  $("#found-title").focus({ preventScroll: true });
}

async function find(text) {
  open(`Key ${text}`);
  search += 1;
  const mine = search;
  const listed = await byList(text);
  if (mine !== search) return;
  const exact = await byName(text, listed, (answers, asked) => {
    const known = knownOf(answers);
    if (known.length > 0) show(known.map((answer) => withReference(answer, wantedOf(text, answer))));
    setText($("#found-state"), `Looked at ${asked} policies …`);
  });
  if (mine !== search) return;
  const known = knownOf(exact.answers);
  // those who may only read are not told the token of a key that they name: then a list can have it once more
  const already = new Set(known.filter(({ token }) => token).map(({ policy, token }) => `${policy} ${token}`));
  const others = listed.filter(({ policy, token }) => !already.has(`${policy} ${token}`));
  showFound([...known.map((answer) => wantedOf(text, answer)), ...others], known);
  if (shown.length === 0) {
    setText($("#found-state"), exact.failure ?? `No policy has counted anything for ${text}: it is not limited. Looked at `
      + `${[...policies.keys()].join(", ")}.`);
  }
}

/** What some policy has counted or decided, what is limited most first. */
const knownOf = (answers) => answers.filter((answer) => answer !== null && isKnown(answer)).sort((a, b) => weight(a) - weight(b));
const wantedOf = (text, { policy, key }) => ({ policy, key: whole(text, key) });

/**
 * Asks every policy for the key, first those in whose lists it can be; `heard` gets what is known so far, and of how many
 * policies. A policy whose keys are of another kind says 400 or 404.
 */
async function byName(text, listed, heard) {
  const likely = new Set(listed.map(({ policy }) => policy));
  const names = [...policies.values()].filter((policy) => fits(policy, text)).map(({ name }) => name)
    .sort((a, b) => likely.has(b) - likely.has(a));
  let failure = null;
  const answers = await inTurn(names, (policy) => getFirst("keys/one", { policy, key: text }).catch((error) => {
    if (error.status !== 400 && error.status !== 404) failure = `Not all policies could be asked: ${error.message}.`;
    return null;
  }), (some) => heard(some, `${some.length} of ${names.length}`));
  return { answers: answers.filter((answer) => answer !== null), failure };
}

/** A bare name is no address, and a policy that has one key for all has none of that name. */
function fits({ scope }, text) {
  const { kind, value } = partsOf(text);
  if (kind !== "" || text === "global") return true;
  return scope !== "global" && (!["address", "anonymous"].includes(scope) || /[.:]/.test(value));
}

/** The wanted key with its kind, as the answer says it: the rest of the answer can be masked. */
function whole(text, answered) {
  const { kind } = partsOf(text);
  const of = partsOf(answered).kind;
  return kind !== "" || of === "" ? text : `${of}:${text}`;
}

/** The keys of the lists that can be the wanted one, as far as their masks tell. */
async function byList(text) {
  const lists = await Promise.all(LISTED.map((state) => (
    getFirst("keys", { state, limit: 1_000 }).then(({ keys }) => keys, () => []))));
  const found = new Map();
  blocks.clear();
  for (const { policy, key, token, since, why } of lists.flat()) {
    if (since) blocks.set(`${policy} ${token}`, { since, why });
    if (canBe(key, text)) found.set(`${policy} ${token}`, { policy, key, token });
  }
  return [...found.values()].slice(0, MOST);
}

function showFound(wanted, answers = []) {
  shown = wanted;
  if (answers.length > 0) show(answers.map((answer, i) => withReference(answer, wanted[i])));
  panel.dispatchEvent(new Event("weir:found"));
}

/** Reads again what is shown. */
async function refresh() {
  const mine = search;
  const read = isAwaited ? getFirst : get;
  isAwaited = false;
  const answers = await inTurn(shown, (wanted) => (
    read("keys/one", wanted.token ? { policy: wanted.policy, token: wanted.token } : wanted)
      .then((answer) => withReference(answer, wanted), (error) => {
        if (error.status !== 400 && error.status !== 404) throw error;
        return null;
      })));
  if (mine === search && !panel.hidden) show(answers.filter((answer) => answer !== null));
}

/** Changes name the key as it was asked for: what the answer shows can be masked. */
function withReference(answer, wanted) {
  const block = answer.blockedUntil === null || !answer.token ? {} : blocks.get(`${answer.policy} ${answer.token}`);
  return { ...block, ...answer, key: wanted.key, token: wanted.token };
}

/** Keeps the order, so that what is under the pointer stays there. */
function show(answers) {
  setText($("#found-state"), answers.length === 0 ? "It is not counted any more." : "");
  showList($("#found-list"), answers, ({ policy, key, token }) => `${policy} ${token ?? key}`, standing);
}

/** The answers to all items, in their order, as long as this is the search; `heard` gets those that are there so far. */
async function inTurn(items, ask, heard = () => {}) {
  const mine = search;
  const answers = [];
  for (let i = 0; i < items.length && mine === search; i += AT_ONCE) {
    answers.push(...await Promise.all(items.slice(i, i + AT_ONCE).map(ask)));
    if (mine === search) heard(answers);
  }
  return answers;
}

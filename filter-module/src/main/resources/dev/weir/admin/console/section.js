// A section that is read from time to time while it can be seen. Until there is an answer, and if there is nothing to
// show or no answer any more, its line `.state` says so; what was shown before stays.

import { $, setText } from "./dom.js";
import { time } from "./format.js";
import { poll } from "./poll.js";

const inView = new Map();
const observer = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) inView.get(target)(isIntersecting);
}, { rootMargin: "200px" });

/** What is shown has changed by something that this page did. */
export function changed() {
  document.dispatchEvent(new Event("weir:changed"));
}

/**
 * Reads and shows a section every `millis`. `show(answer)` returns whether there is something; `empty` is said if not.
 * Returns what reads it at once. With `atOnce` it is read once before it is seen.
 */
export function section(element, { read, show, empty, millis, atOnce = false }) {
  const state = $(".state", element);
  let seen = false;
  let last = null;
  let due = atOnce; // also after a change, also where the section was moved out of view meanwhile
  say("loading", "Loading …");

  function say(name, text) {
    element.dataset.state = name;
    setText(state, text);
  }

  const run = poll(async () => {
    const answer = await read();
    last = new Date();
    due = false;
    say(...(show(answer) ? ["there", ""] : ["empty", empty]));
  }, millis, {
    isWanted: () => seen || due,
    onFailure: (error) => say("failed", last === null
      ? `Could not be read: ${error.message}.`
      : `As of ${time(last)}: ${error.message} since then.`),
  });

  inView.set(element, (isIntersecting) => {
    const enters = isIntersecting && !seen;
    seen = isIntersecting;
    if (enters) run();
  });
  observer.observe(element);
  document.addEventListener("weir:changed", () => {
    due = last !== null;
    run();
  });
  return run;
}

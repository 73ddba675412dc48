// What is asked again and again: never while the tab is hidden, more rarely while there is no answer.

import { abandon } from "./api.js";

const LONGEST_MILLIS = 15_000;
const polls = new Set();

/**
 * Calls `work` every `millis`, if `isWanted()`. After a failure it waits twice as long each time; `onFailure` gets the
 * error and how long it waits. Returns `now`, which asks at once.
 */
export function poll(work, millis, { isWanted = () => true, onFailure = () => {} } = {}) {
  let timer = 0;
  let running = false;
  let again = false;
  let failures = 0;

  async function run() {
    clearTimeout(timer);
    if (running) {
      again = true;
      return;
    }
    if (document.hidden || !isWanted()) return;
    running = true;
    again = false;
    let wait = millis;
    try {
      await work();
      failures = 0;
    } catch (error) {
      if (!document.hidden) {
        failures += 1;
        wait = Math.max(millis, Math.min(LONGEST_MILLIS, 1_000 * 2 ** (failures - 1)));
        onFailure(error, wait);
      }
    }
    running = false;
    if (!document.hidden) timer = setTimeout(run, again ? 0 : wait);
  }

  polls.add({ run, stop: () => clearTimeout(timer) });
  run();
  return run;
}

document.addEventListener("visibilitychange", () => {
  polls.forEach(({ run, stop }) => (document.hidden ? stop() : run()));
  if (document.hidden) abandon();
});

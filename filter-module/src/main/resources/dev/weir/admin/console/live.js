// What happens second by second: asked for once a second, and kept as long as the server keeps it.

import { getFirst } from "./api.js";
import { $, setText } from "./dom.js";
import { setServerTime, time } from "./format.js";
import { poll } from "./poll.js";

const SECONDS = 900;
const EVENTS = 60;
const connection = $("#connection");

/** The buckets of one second and of one minute, and the events, oldest first. */
export const live = { seconds: [], minutes: [], events: [] };

/** Begins to ask; `show` is called after each answer. While `wantsMinutes()`, the minutes are read anew each minute. */
export function startLive(show, wantsMinutes) {
  let seq = 0;
  let answered = null;
  let minutesAt = 0;

  poll(async () => {
    const whole = minutesAt === 0 || (wantsMinutes() && Date.now() - minutesAt > 60_000);
    const answer = await getFirst("live", { after: whole ? 0 : seq });
    // the server was started anew, or another one answers: what is known is of another count
    const other = !whole && isOfAnother(answer, seq);
    if (whole || other) {
      live.seconds = [];
      live.events = [];
    }
    minutesAt = whole ? Date.now() : other ? 0 : minutesAt;
    seq = answer.seq;
    if (whole) live.minutes = answer.minutes ?? [];
    live.seconds = [...live.seconds, ...answer.buckets].slice(-SECONDS);
    live.events = [...live.events, ...answer.events].slice(-EVENTS);
    setServerTime(answer.now);
    answered = new Date();
    say("live", "live");
    show();
  }, 1_000, {
    onFailure: (error, wait) => {
      const when = answered === null ? "" : ` since ${time(answered)}`;
      const what = error.status === 0 ? `no answer${when}` : `${error.message}${when}`;
      say("silent", `${what}, asking again in ${Math.round(wait / 1000)} s`);
    },
  });
}

function isOfAnother({ seq, buckets }, before) {
  const last = live.seconds[live.seconds.length - 1];
  return seq < before || (buckets.length > 0 && last !== undefined && Date.parse(buckets[0].time) < Date.parse(last.time));
}

function say(state, text) {
  connection.dataset.state = state;
  setText($(".text", connection), text);
}

export const OUTCOMES = ["allowed", "shadow", "refused", "blocked", "unavailable"];
export const SOURCES = ["lease", "cluster", "local", "denial_cache"];

/** The outcomes of a bucket, of one policy or, with an empty name, of all. */
export function outcomes(bucket, policy) {
  const sums = Object.fromEntries(OUTCOMES.map((name) => [name, 0]));
  for (const [name, counts] of Object.entries(bucket.policies)) {
    if (policy !== "" && policy !== name) continue;
    for (const outcome of OUTCOMES) sums[outcome] += counts[outcome] ?? 0;
  }
  return sums;
}

/** The outcomes of the last seconds, summed, and of how many seconds. */
export function lately(policy, seconds) {
  const buckets = live.seconds.slice(-seconds);
  const sums = Object.fromEntries(OUTCOMES.map((name) => [name, 0]));
  for (const bucket of buckets) {
    for (const [name, amount] of Object.entries(outcomes(bucket, policy))) sums[name] += amount;
  }
  const all = Object.values(sums).reduce((a, b) => a + b, 0);
  return { ...sums, all, seconds: Math.max(1, buckets.length) };
}

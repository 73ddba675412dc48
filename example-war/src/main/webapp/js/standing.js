// How a caller stands with an endpoint, as far as the page has seen: the last answer, how long to wait, and how long
// each block was. Nothing here touches the page.

/** A caller that has not asked yet. */
export const UNKNOWN = { answer: null, tally: "", wait: null, blocks: [] };

/** The standing after the answers of one click; `now` is a time of performance.now(). */
export function standingAfter(before, answers, now) {
  const answer = mostTelling(answers);
  const wait = waitAfter(answer, before.wait, now);
  const begins = wait !== null && wait.blocked && wait !== before.wait;
  return {
    answer,
    wait,
    tally: `as ${answer.caller}: ${tally(answers)}`,
    blocks: begins ? [...before.blocks, wait.seconds] : before.blocks,
  };
}

/** Whether there is still time to wait. */
export function isWaiting({ wait }, now) {
  return wait !== null && wait.until > now;
}

/** Whether the caller is blocked. */
export function isBlocked(standing, now) {
  return isWaiting(standing, now) && standing.wait.blocked;
}

/** How long to wait after an answer. A block that has not ended stays as it is: asking does not prolong it. */
function waitAfter({ retryAfter, blocked }, before, now) {
  if (retryAfter === null) return null;
  if (blocked && before?.blocked && before.until > now) return before;
  return { blocked, seconds: retryAfter, until: now + retryAfter * 1000 };
}

/**
 * Of a burst, the answer after which the others say nothing new: the longest refusal, of a caller who is blocked one that
 * says so, or else the least left.
 */
function mostTelling(answers) {
  const blocked = answers.filter((answer) => answer.blocked);
  const left = (answer) => Math.min(...answer.quotas.map((quota) => quota.remaining));
  const weight = (answer) => (answer.status === 429 ? -1 - (answer.retryAfter ?? 0) : left(answer));
  return (blocked.length > 0 ? blocked : answers).reduce((best, answer) => (weight(answer) < weight(best) ? answer : best));
}

/** `3 × 200, 7 × 429` */
function tally(answers) {
  const counts = new Map();
  for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a - b).map(([status, count]) => `${count} × ${status || "no answer"}`).join(", ");
}

/**
 * Calls `tick` with the seconds left until `until`, a time of performance.now(), five times a second, and `done` at the
 * end. Returns what stops it.
 */
export function countDown(until, tick, done) {
  const look = () => {
    const left = (until - performance.now()) / 1000;
    if (left > 0) {
      tick(left);
    } else {
      clearInterval(timer);
      done();
    }
  };
  const timer = setInterval(look, 200);
  look();
  return () => clearInterval(timer);
}

/** `12 s`, or `4 min 58 s` for more than a hundred seconds; rounded up. */
export function inWords(seconds) {
  const whole = Math.ceil(seconds);
  return whole < 100 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

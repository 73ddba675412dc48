/** Shows in `element` how many seconds are left until `seconds` from now; calls `done` at the end. Returns what stops it. */
export function countDown(element, seconds, done) {
  const end = performance.now() + seconds * 1000;
  const tick = () => {
    const left = Math.ceil((end - performance.now()) / 1000);
    if (left <= 0) {
      clearInterval(timer);
      done();
      return;
    }
    const text = left < 100 ? `${left} s` : `${Math.floor(left / 60)} min ${String(left % 60).padStart(2, "0")} s`;
    if (element.textContent !== text) element.textContent = text;
  };
  const timer = setInterval(tick, 200);
  tick();
  return () => clearInterval(timer);
}

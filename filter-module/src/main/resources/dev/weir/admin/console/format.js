// Numbers and times as words. Nothing here touches the page.

const WHOLE = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat("en-GB", { notation: "compact", maximumFractionDigits: 1 });
const UNITS = [["d", 86_400_000], ["h", 3_600_000], ["min", 60_000], ["s", 1_000]];

let skewMillis = 0;

/** Sets what time it is on the server: what it says of times is counted from there. */
export function setServerTime(iso) {
  skewMillis = Date.parse(iso) - Date.now();
}

/** The time of the server in milliseconds. */
export const serverNow = () => Date.now() + skewMillis;

export const count = (n) => (n === null || n === undefined ? "–" : n < 100_000 ? WHOLE.format(n) : SHORT.format(n));

export const rate = (n) => (n < 10 && n > 0 ? String(Number(n.toFixed(1))) : count(Math.round(n)));

export const percent = (part) => `${(part * 100).toFixed(part < 0.1 || part > 0.99 ? 1 : 0)} %`.replace(".0 %", " %");

/** A time as a decision or a response takes, of seconds: `0.3 ms`, `4.2 s`. */
export function latency(seconds) {
  if (!seconds) return "–";
  if (seconds < 0.01) return `${(seconds * 1000).toFixed(2)} ms`;
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;
}

/** `3 min 12 s`: the two largest units, rounded up to a second. */
export function duration(millis) {
  let left = Math.ceil(Math.max(0, millis) / 1000) * 1000;
  const words = [];
  for (const [unit, size] of UNITS) {
    const amount = Math.floor(left / size);
    left -= amount * size;
    if (amount > 0) words.push(`${amount} ${unit}`);
    else if (words.length > 0) break;
    if (words.length === 2) break;
  }
  return words.join(" ") || "0 s";
}

export const until = (iso) => duration(Date.parse(iso) - serverNow());

export const since = (iso) => duration(serverNow() - Date.parse(iso));

/** `12:03:04`, with the day if it is another one than today. */
export function time(iso) {
  const date = new Date(iso);
  const clock = date.toLocaleTimeString("en-GB");
  return date.toDateString() === new Date().toDateString()
    ? clock
    : `${date.toLocaleDateString("en-GB", { day: "numeric", month: "short" })} ${clock}`;
}

/** The permits of a limit such as `10/1h`; none for one that has no number. */
export function permitsOf(limit) {
  const match = /^(\d+)\//.exec(limit);
  return match ? Number(match[1]) : null;
}

/** `20/1h` of `10/1h`, for each limit of a list. */
export function doubled(limits) {
  return limits.map((limit) => limit.replace(/^\d+/, (permits) => String(Number(permits) * 2))).join(",");
}

/** The kind and the value of a key: `user` and `alice` of `user:alice`. */
export function partsOf(key) {
  const match = /^(user|address|tenant|login|session|header|custom|global|hmac|sha256|[46]):(.*)$/s.exec(key ?? "");
  return match ? { kind: match[1], value: match[2] } : { kind: "", value: key ?? "" };
}

/** Whether a masked key, such as `user:al***`, can be what somebody looks for. */
export function canBe(shown, wanted) {
  const masked = partsOf(shown).value;
  const text = partsOf(wanted).value.toLowerCase();
  if (!masked.endsWith("***")) return masked.toLowerCase().includes(text);
  const start = masked.slice(0, -3).toLowerCase();
  return start !== "" && (text.startsWith(start) || start.startsWith(text));
}

import { share } from "./fields.js";

const UNITS = new Map([[1, "second"], [60, "minute"], [3600, "hour"], [86400, "day"]]);
const template = document.getElementById("meter");

/** Shows a meter for each quota in `list`; if there is none, an empty one that says `otherwise`. */
export function showQuotas(list, quotas, otherwise) {
  const shown = quotas.length > 0 ? quotas : [null];
  while (list.children.length > shown.length) list.lastElementChild.remove();
  while (list.children.length < shown.length) list.append(template.content.cloneNode(true));
  shown.forEach((quota, i) => showQuota(list.children[i], quota, otherwise));
}

function showQuota(meter, quota, otherwise) {
  const bar = meter.querySelector(".bar");
  const window = quota === null ? "" : perWindow(quota.window);
  bar.style.setProperty("--share", quota ? share(quota) : 0);
  bar.classList.toggle("unknown", quota === null);
  bar.classList.toggle("low", quota !== null && share(quota) <= 0.2);
  bar.setAttribute("aria-hidden", String(quota === null));
  bar.setAttribute("aria-label", `Permits left ${window}`.trim());
  bar.setAttribute("aria-valuemax", quota?.limit ?? 0);
  bar.setAttribute("aria-valuenow", quota?.remaining ?? 0);
  meter.querySelector(".left").textContent = quota ? `${quota.remaining} of ${quota.limit} left` : otherwise;
  meter.querySelector(".window").textContent = window;
}

/** A window as words; windows below a second are not told. */
function perWindow(seconds) {
  return seconds === undefined ? "" : `per ${UNITS.get(seconds) ?? `${seconds} s`}`;
}

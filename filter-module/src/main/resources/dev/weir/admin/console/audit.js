// Who changed what, when, why, and what it was before: on all instances that have answered.

import { get } from "./api.js";
import { $, setText } from "./dom.js";
import { time } from "./format.js";
import { section } from "./section.js";
import { table } from "./table.js";

const MOST = 100;

export function startAudit() {
  const place = $("#audit");
  const partial = $(".partial", place);
  const shown = table("Audit", COLUMNS, (entry) => JSON.stringify(entry));
  $(".content", place).append(shown.element);
  section(place, {
    read: () => get("audit"),
    show: ({ entries, complete, instances }) => {
      const missing = instances.filter(({ included }) => !included).map(({ id }) => id);
      setText(partial, complete ? "" : `Not complete: changes that were made on ${missing.join(", ")} can be missing.`);
      shown.show(entries.slice(0, MOST));
      return entries.length > 0;
    },
    empty: "Nothing has been changed yet.",
    millis: 5_000,
  });
}

const COLUMNS = [
  { title: "Time", text: ({ time: at }) => time(at) },
  { title: "Instance", kind: "key", text: ({ instance }) => instance },
  { title: "Who", text: ({ who, address }) => (address ? `${who}, ${address}` : who) },
  { title: "What", text: ({ action }) => action },
  { title: "Policy", text: ({ policy }) => policy ?? "–" },
  { title: "Key", kind: "key", text: ({ key }) => key ?? "all keys" },
  { title: "Change", text: ({ before, after }) => (before || after ? `${before ?? "–"} → ${after ?? "–"}` : "–") },
  { title: "Reason", kind: "wide", text: ({ reason }) => reason ?? "–" },
];

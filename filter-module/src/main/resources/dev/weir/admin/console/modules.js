// What other jars of Weir show: a section for each, with a table of its texts. Without such a jar there is nothing.

import { get } from "./api.js";
import { $, el, setText, showList } from "./dom.js";
import { time } from "./format.js";
import { section } from "./section.js";
import { table } from "./table.js";

export function startModules() {
  const place = $("#modules");
  section(place, {
    read: () => get("sections"),
    show: ({ sections }) => {
      // one whose columns have changed, because another version answers, is made anew
      const keyOf = ({ name, columns }) => JSON.stringify([name, columns]);
      showList($(".content", place), sections, keyOf, panel);
      showList($("#module-links"), sections, ({ name }) => name, link);
      return sections.length > 0;
    },
    empty: "",
    millis: 2_000,
    atOnce: true, // for the link to it
  });
}

const idOf = (name) => `module-${name}`;

function link({ name, title }) {
  return { element: el("a", { href: `#${idOf(name)}` }, title), show() {} };
}

function panel({ name, title, columns }) {
  const id = idOf(name);
  const shown = table(title, columns.map(column), ([first]) => first);
  const none = el("p", { class: "state" }, "There is none yet.");
  return {
    element: el("section", { class: "panel", id, tabindex: "-1", "aria-labelledby": `${id}-title` },
      el("header", {}, el("h2", { id: `${id}-title` }, title), el("p", { class: "aside" }, "of the instance that answers")),
      none, shown.element),
    show: ({ rows }) => {
      shown.show(rows);
      shown.element.hidden = rows.length === 0;
      none.hidden = rows.length > 0;
    },
  };
}

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** The first column names a row. A time is shown as one of this place. */
function column(title, at) {
  return {
    title: title.charAt(0).toUpperCase() + title.slice(1),
    kind: at === 0 ? "key" : "number",
    text: (row) => (INSTANT.test(row[at]) ? time(row[at]) : row[at] ?? ""),
  };
}

import { el, setText, showList } from "./dom.js";

/**
 * A table that stays while its items change. A column has a `title` and either `text(item)` or `make(item)`, which
 * returns { element, show(item) }; `kind` is number or wide. On a narrow screen each row becomes a block, so the roles
 * are said.
 */
export function table(label, columns, keyOf) {
  const head = el("tr", { role: "row" }, ...columns.map(({ title, kind }) => (
    el("th", { role: "columnheader", scope: "col", "data-kind": kind ?? null }, title)
  )));
  const body = el("tbody", { role: "rowgroup" });
  const element = el("table", { role: "table", "aria-label": label }, el("thead", { role: "rowgroup" }, head), body);

  function row(first) {
    const cells = columns.map((column) => {
      const cell = el("td", { role: "cell", "data-kind": column.kind ?? null, "data-title": column.title });
      if (!column.make) return { cell, show: (item) => setText(cell, column.text(item)) };
      const part = column.make(first);
      cell.append(part.element);
      return { cell, show: part.show };
    });
    return {
      element: el("tr", { role: "row" }, ...cells.map(({ cell }) => cell)),
      show: (item) => cells.forEach(({ show }) => show(item)),
    };
  }

  return { element, show: (items) => showList(body, items, keyOf, row) };
}

// Elements and lists of them. Text is set as text, never as markup: a key can be named like a tag.

/** Creates an element with attributes; `on` holds listeners. Children are elements or texts; null is left out. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (attribute === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (value !== null && value !== false) {
      element.setAttribute(attribute, value === true ? "" : value);
    }
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

export const $ = (selector, root = document) => root.querySelector(selector);

/** Sets a text, if it is another one: what stays is not announced or laid out again. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const views = new WeakMap();

/**
 * Shows items as children of `parent`. `create(item)` returns { element, show(item) }. The element of an item that is
 * still there stays, with its focus and the button under the pointer.
 */
export function showList(parent, items, keyOf, create) {
  const before = views.get(parent) ?? new Map();
  const after = new Map();
  for (const item of items) {
    const key = keyOf(item);
    const view = before.get(key) ?? create(item);
    view.show(item);
    after.set(key, view);
  }
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  for (const [key, view] of before) {
    if (after.get(key) !== view) view.element.remove();
  }
  let next = parent.firstElementChild;
  for (const { element } of after.values()) {
    if (element === next) next = next.nextElementSibling;
    else parent.insertBefore(element, next);
  }
  if (focused !== null && focused !== document.activeElement) {
    // what had the focus may be gone: then its section has it, not the top of the page
    (focused.isConnected ? focused : parent.closest("section")).focus({ preventScroll: true });
  }
  views.set(parent, after);
}

/** Shows a list of plain texts. */
export function showTexts(parent, texts) {
  showList(parent, [...new Set(texts)], (text) => text, (text) => ({ element: el("li", {}, text), show() {} }));
}

/** A bar of parts, from 0 to 1 each, in the colours of their names. */
export function bar(label) {
  const element = el("span", { class: "bar", role: "img", "aria-label": label });
  return {
    element,
    show(parts, words) {
      element.setAttribute("aria-label", `${label}: ${words}`);
      element.title = words;
      showList(element, parts.filter(([, share]) => share > 0), ([name]) => name, ([name]) => {
        const part = el("span", { "data-part": name });
        return { element: part, show: ([, share]) => { part.style.width = `${Math.min(1, share) * 100}%`; } };
      });
    },
  };
}

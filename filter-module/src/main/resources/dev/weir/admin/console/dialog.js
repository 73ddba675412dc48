// The one dialog. It says what will change, asks for a reason, and stays open while the server refuses.

import { Problem } from "./api.js";
import { $, el, setText } from "./dom.js";
import { changed } from "./section.js";

const dialog = $("#dialog");
const form = $("form", dialog);
const fields = $("#dialog-fields");
const confirm = $("#dialog-confirm");
const problem = $("#dialog-problem");
let open = null;

/**
 * Asks whether to do something. `says(values)` tells what will change, as the fields are now; `act(values)` does it, and
 * `done(values)` is announced afterwards. Fields are { name, label, type, value, options, required, hint }.
 */
export function ask({ title, says, fields: asked, confirm: verb, danger = false, act, done }) {
  open = { says, act, done };
  setText($("#dialog-title"), title);
  setText(confirm, verb);
  setText(problem, "");
  confirm.classList.toggle("danger", danger);
  confirm.disabled = false;
  fields.replaceChildren(...asked.map(fieldOf));
  tell();
  dialog.showModal();
  const first = fields.querySelector("[data-first]") ?? fields.querySelector("input, select");
  (first ?? confirm).focus();
  first?.select?.();
}

/** The field of every change: why. It has a text to begin with, so that two clicks are enough. */
export function reason(value) {
  return { name: "reason", label: "Reason, for the audit log", value, required: true, first: true };
}

/** How long something holds. */
export function howLong(value, forever) {
  const options = [["15m", "15 minutes"], ["1h", "1 hour"], ["2h", "2 hours"], ["8h", "8 hours"], ["1d", "1 day"]];
  return { name: "for", label: "For", type: "select", value, options: [...options, ["", forever]] };
}

/** `1 hour` for `1h`, and `until it is removed` for none. */
export function inWords(length) {
  const [, words] = howLong("", "").options.find(([value]) => value === length) ?? ["", length];
  return length === "" ? "until it is removed" : `for ${words}`;
}

function fieldOf({ name, label, type = "text", value = "", options = [], required = false, first = false, hint }) {
  const id = `field-${name}`;
  const common = { id, name, required, "data-first": first, "aria-describedby": hint ? `${id}-hint` : null };
  if (type === "checkbox") {
    return el("label", { class: "check", for: id }, el("input", { ...common, type, checked: value }), el("span", {}, label));
  }
  const input = type === "select"
    ? el("select", common, ...options.map(([key, words]) => (
      el("option", { value: key, selected: key === value }, words))))
    : el("input", { ...common, type, value, maxlength: 500, autocomplete: "off", spellcheck: "false" });
  return el("div", { class: "field" }, el("label", { for: id }, label), input,
    hint ? el("p", { class: "hint", id: `${id}-hint` }, hint) : null);
}

function values() {
  const entries = [...fields.querySelectorAll("input, select")].map((input) => (
    [input.name, input.type === "checkbox" ? input.checked : input.value.trim()]));
  return Object.fromEntries(entries);
}

function tell() {
  setText($("#dialog-says"), open.says(values()));
}

form.addEventListener("input", tell);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const missing = [...fields.querySelectorAll("[required]")].find((input) => input.value.trim() === "");
  if (missing) {
    setText(problem, `${missing.labels[0].textContent}: this is needed.`);
    missing.focus();
    return;
  }
  const given = values();
  const { act, done } = open;
  confirm.disabled = true;
  setText(problem, "");
  try {
    await act(given);
    dialog.close();
    announce(done(given));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    setText(problem, `Refused: ${error.message}.`);
    confirm.disabled = false;
    confirm.focus();
  } finally {
    changed();
  }
});
$("#dialog-cancel").addEventListener("click", () => dialog.close());

let hiding = 0;

/** Says what came of something, to those who look and to those who listen. */
export function announce(text) {
  const announcer = $("#announcer");
  announcer.textContent = text;
  announcer.dataset.shown = "";
  clearTimeout(hiding);
  hiding = setTimeout(() => delete announcer.dataset.shown, 8_000);
}

import { showStatus } from "./card.js";

const PATH = "api/symbols";
const EACH_MILLIS = 250;
const template = document.getElementById("symbols");

/** Builds the card of the calls that wait; `announce` says how they ended. */
export function buildSymbols(announce) {
  const card = template.content.firstElementChild.cloneNode(true);
  const $ = (selector) => card.querySelector(selector);
  const button = $("[data-action=start]");

  $("form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (card.dataset.state !== "running") start();
  });
  return card;

  async function start() {
    enter("running");
    try {
      // 409: they are on their way already, from another window
      const { status } = await ask("POST");
      if (status !== 202 && status !== 409) throw new Error(`status ${status}`);
      watch();
    } catch (error) {
      fail(error);
    }
  }

  async function watch() {
    try {
      const response = await ask("GET");
      if (!response.ok) throw new Error(`status ${response.status}`);
      const progress = await response.json();
      show(progress);
      if (progress.done < progress.all) setTimeout(watch, EACH_MILLIS);
      else end(progress);
    } catch (error) {
      fail(error);
    }
  }

  function show({ done, all, seconds, lastSecond, refused, service }) {
    const words = `${done} of ${all}`;
    const bar = $(".bar");
    bar.setAttribute("aria-valuenow", done);
    bar.setAttribute("aria-valuetext", words);
    bar.style.setProperty("--share", done / all);
    $(".done").textContent = words;
    $(".seconds").textContent = `${seconds.toFixed(1)} s`;
    field("lastSecond", lastSecond);
    field("refused", refused);
    field("lastSecondOfAll", service?.lastSecond ?? "–");
    field("refusedOfAll", service?.refused ?? "–");
    $(".status").textContent = words;
  }

  function end({ done, all, failed, seconds, refused }) {
    const refusals = refused === 0 ? "none was refused" : `${refused} × refused`;
    const failures = failed === 0 ? "" : `, ${failed} without a price`;
    enter(failed === 0 ? "done" : "failed");
    $(".status").textContent = `${done} of ${all}`;
    tell(`${done} of ${all} in ${seconds.toFixed(1)} s, ${refusals}${failures}`);
  }

  function fail(error) {
    enter("failed");
    showStatus($(".status"), 0, false);
    tell(`no answer: ${error.message}`);
  }

  function tell(text) {
    $(".tally").textContent = text;
    announce(`100 symbols: ${text}`);
  }

  function enter(state) {
    card.dataset.state = state;
    $(".status").dataset.kind = { running: "none", done: "ok", failed: "failed" }[state];
    button.setAttribute("aria-disabled", String(state === "running"));
    if (state === "running") $(".tally").textContent = "";
  }

  function field(name, value) {
    $(`[data-field=${name}]`).textContent = value;
  }
}

function ask(method) {
  return fetch(PATH, { method, headers: { Accept: "application/json" }, cache: "no-store", credentials: "omit" });
}

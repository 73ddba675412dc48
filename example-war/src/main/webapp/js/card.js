import { showBlocks } from "./blocks.js";
import { offerChoices } from "./choices.js";
import { countDown, inWords } from "./countdown.js";
import { showQuotas } from "./quota.js";
import { kind, send } from "./request.js";
import { UNKNOWN, isBlocked, isWaiting, standingAfter } from "./standing.js";

const template = document.getElementById("card");

/**
 * Builds the card of one endpoint. `callerNow` says who asks, unless the endpoint has callers of its own; `onAnswers`
 * gets the answers of a click, `onWaited` is called when there is nothing more to wait for. Returns the card, and what
 * shows it anew when somebody else asks.
 */
export function buildCard(endpoint, callerNow, onAnswers, onWaited) {
  const card = template.content.firstElementChild.cloneNode(true);
  const $ = (selector) => card.querySelector(selector);
  const form = $("form");
  const anyway = $("[data-action=anyway]");
  const standings = new Map(); // by caller
  let stopCountdown = () => {};

  card.dataset.endpoint = endpoint.name;
  card.dataset.answers = "0";
  card.setAttribute("aria-label", endpoint.name);
  card.classList.toggle("wide", Boolean(endpoint.wide));
  $(".method").textContent = endpoint.method;
  $(".path").textContent = "/" + endpoint.path;
  $(".about").textContent = endpoint.about;
  $(".blocks").hidden = !endpoint.growing;
  $(".credentials").hidden = !endpoint.form;
  for (const input of card.querySelectorAll(".credentials input")) {
    input.disabled = !endpoint.form; // a hidden field that is required would stop the form
  }
  const chosen = endpoint.choices && offerChoices($(".choices"), endpoint.choices, askAsChosen);
  const caller = endpoint.choices?.callers ? chosen : callerNow;
  const path = endpoint.choices?.paths ? chosen : () => endpoint.path;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    askIfFree(1);
  });
  $("[data-action=burst]").addEventListener("click", () => form.reportValidity() && askIfFree(10));
  anyway.addEventListener("click", () => ask(1));
  show();

  function standing() {
    return standings.get(caller()) ?? UNKNOWN;
  }

  /** The buttons of a caller who is blocked do nothing. They are not disabled, which would take the focus from them. */
  function askIfFree(times) {
    if (!isBlocked(standing(), performance.now())) ask(times);
  }

  function askAsChosen() {
    show();
    ask(1);
  }

  async function ask(times) {
    const asking = caller();
    const asked = path();
    const sent = endpoint.form ? new FormData(form) : undefined;
    card.setAttribute("aria-busy", "true");
    const answers = await Promise.all(Array.from({ length: times }, () => send(endpoint, asked, asking, sent)));
    card.removeAttribute("aria-busy");
    standings.set(asking, standingAfter(standings.get(asking) ?? UNKNOWN, answers, performance.now()));
    show();
    card.dataset.answers = Number(card.dataset.answers) + times;
    onAnswers(answers);
  }

  function show() {
    const { answer, tally, blocks } = standing();
    for (const cell of card.querySelectorAll("[data-field]")) {
      showField(cell, answer?.fields[cell.dataset.field] ?? "–");
    }
    showQuotas($(".quota"), answer?.quotas ?? [], answer === null ? "no quota seen yet" : "no quota told");
    showBlocks($(".blocks ol"), blocks);
    $(".tally").textContent = tally;
    showWait();
  }

  function showWait() {
    const shown = standing();
    const waiting = isWaiting(shown, performance.now());
    const blocked = waiting && shown.wait.blocked;
    stopCountdown();
    showStatus($(".status"), shown.answer?.status ?? null, blocked);
    $(".wait").hidden = !waiting;
    $(".why").textContent = blocked ? "Blocked for" : "Try again in";
    for (const button of card.querySelectorAll("[data-action=once], [data-action=burst]")) {
      button.setAttribute("aria-disabled", String(blocked));
    }
    if (!blocked && document.activeElement === anyway) $("[data-action=once]").focus();
    anyway.hidden = !blocked;
    if (waiting) {
      stopCountdown = countDown(shown.wait.until, showLeft, () => {
        showWait();
        onWaited(endpoint, shown.wait);
      });
    }
  }

  function showLeft(seconds) {
    const words = inWords(seconds);
    if ($(".retry-countdown").textContent !== words) $(".retry-countdown").textContent = words;
    $(".wait").style.setProperty("--share", seconds / standing().wait.seconds);
  }

  return { card, show };
}

/** Writes the value of a header field; where it is too long for one line, it breaks between its items. */
function showField(cell, value) {
  cell.replaceChildren();
  for (const item of value.split(/(?<=,) /)) {
    const part = document.createElement("span");
    part.textContent = item;
    cell.append(cell.hasChildNodes() ? " " : "", part);
  }
}

/** Writes a status code as a coloured chip; null is one that is not known yet. */
export function showStatus(element, status, blocked) {
  const text = status || "–";
  element.textContent = status === null ? "not tried" : blocked ? `${text} blocked` : text;
  element.dataset.kind = status === null ? "none" : blocked ? "blocked" : kind(status);
}

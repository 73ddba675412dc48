import { countDown } from "./countdown.js";
import { share } from "./fields.js";
import { kind, send } from "./request.js";

const template = document.getElementById("card");

/** Builds the card of one endpoint; `callerNow` says who asks, `onAnswers` gets the answers of a click. */
export function buildCard(endpoint, callerNow, onAnswers) {
  const card = template.content.firstElementChild.cloneNode(true);
  const $ = (selector) => card.querySelector(selector);
  const form = $("form");
  let stopCountdown = () => {};

  card.dataset.endpoint = endpoint.name;
  card.dataset.answers = "0";
  card.setAttribute("aria-label", endpoint.name);
  $(".method").textContent = endpoint.method;
  $(".path").textContent = "/" + endpoint.path;
  $(".about").textContent = endpoint.about;
  $(".credentials").hidden = !endpoint.form;
  for (const input of card.querySelectorAll("input")) {
    input.disabled = !endpoint.form; // a hidden field that is required would stop the form
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(1);
  });
  $("[data-action=burst]").addEventListener("click", () => form.reportValidity() && ask(10));

  async function ask(times) {
    const sent = endpoint.form ? new FormData(form) : undefined;
    card.setAttribute("aria-busy", "true");
    const answers = await Promise.all(Array.from({ length: times }, () => send(endpoint, callerNow(), sent)));
    card.removeAttribute("aria-busy");
    show(mostTelling(answers));
    $(".tally").textContent = `as ${answers[0].caller}: ${tally(answers)}`;
    card.dataset.answers = Number(card.dataset.answers) + times;
    onAnswers(answers);
  }

  function show(answer) {
    showStatus($(".status"), answer.status);
    for (const cell of card.querySelectorAll("[data-field]")) {
      cell.textContent = answer.fields[cell.dataset.field] ?? "–";
    }
    showQuota(answer.quota);
    stopCountdown();
    $(".retry").hidden = answer.retryAfter === null;
    if (answer.retryAfter !== null) {
      stopCountdown = countDown($(".retry-countdown"), answer.retryAfter, () => ($(".retry").hidden = true));
    }
  }

  function showQuota(quota) {
    const bar = $(".bar");
    bar.style.setProperty("--share", quota ? share(quota) : 0);
    bar.classList.toggle("unknown", quota === null);
    bar.setAttribute("aria-hidden", String(quota === null));
    bar.classList.toggle("low", quota !== null && share(quota) <= 0.2);
    bar.setAttribute("aria-valuemax", quota?.limit ?? 0);
    bar.setAttribute("aria-valuenow", quota?.remaining ?? 0);
    $(".left").textContent = quota ? `${quota.remaining} of ${quota.limit} left` : "no quota told";
  }

  return card;
}

/** Writes a status code as a coloured chip. */
export function showStatus(element, status) {
  element.textContent = status || "–";
  element.dataset.kind = kind(status);
}

/** Of a burst, the answer after which the others had nothing new to say: a refusal, or else the least left. */
function mostTelling(answers) {
  const weight = (answer) => (answer.status === 429 ? -1 : (answer.quota?.remaining ?? Infinity));
  return answers.reduce((best, answer) => (weight(answer) < weight(best) ? answer : best));
}

/** `3 × 200, 7 × 429` */
function tally(answers) {
  const counts = new Map();
  for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a - b).map(([status, count]) => `${count} × ${status || "no answer"}`).join(", ");
}

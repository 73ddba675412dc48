import { buildCard } from "./card.js";
import { endpoints } from "./endpoints.js";
import { tightest } from "./fields.js";
import { log } from "./log.js";
import { buildSymbols } from "./symbols.js";

const announcer = document.getElementById("announcer");
const callers = document.getElementById("caller");
const callerNow = () => callers.querySelector("input:checked").value;

const cards = endpoints.map((endpoint) => buildCard(endpoint, callerNow, report, reportWaited));
document.getElementById("cards").append(...cards.map(({ card }) => card), buildSymbols(announce));
callers.addEventListener("change", () => cards.forEach(({ show }) => show()));

/** Logs the answers of one click, and tells those who listen in place of looking how it ended. */
function report(answers) {
  answers.forEach(log);
  const last = answers.find((answer) => answer.status === 429) ?? answers[answers.length - 1];
  const quota = tightest(last.quotas);
  const left = quota ? `, ${quota.remaining} of ${quota.limit} left` : "";
  const blocked = last.blocked ? ", blocked" : "";
  const wait = last.retryAfter === null ? "" : `, try again in ${last.retryAfter} seconds`;
  announce(`${last.endpoint.name}: ${last.status}, ${last.said}${left}${blocked}${wait}`);
}

function reportWaited(endpoint, wait) {
  announce(`${endpoint.name}: ${wait.blocked ? "the block has ended" : "you can try again"}`);
}

function announce(text) {
  announcer.textContent = text;
}

import { buildCard } from "./card.js";
import { endpoints } from "./endpoints.js";
import { log } from "./log.js";

const announcer = document.getElementById("announcer");
const callerNow = () => document.querySelector("input[name=caller]:checked").value;

document.getElementById("cards").append(...endpoints.map((endpoint) => buildCard(endpoint, callerNow, report)));

/** Logs the answers of one click, and tells those who listen in place of looking how it ended. */
function report(answers) {
  answers.forEach(log);
  const last = answers.find((answer) => answer.status === 429) ?? answers[answers.length - 1];
  const wait = last.retryAfter === null ? "" : `, try again in ${last.retryAfter} seconds`;
  announcer.textContent = `${last.endpoint.name}: ${last.status}, ${last.said}${wait}`;
}

import { showStatus } from "./card.js";

const LONGEST = 60;
const list = document.getElementById("log");
const empty = document.getElementById("log-empty");
const template = document.getElementById("line");

document.getElementById("clear-log").addEventListener("click", () => {
  list.replaceChildren();
  empty.hidden = false;
});

/** Puts one answer on top of the list of the last responses. */
export function log({ at, endpoint, path, caller, status, blocked, said }) {
  const line = template.content.firstElementChild.cloneNode(true);
  line.dataset.status = status;
  line.querySelector("time").textContent = at.toLocaleTimeString("en-GB");
  line.querySelector("time").dateTime = at.toISOString();
  showStatus(line.querySelector(".status"), status, blocked);
  line.querySelector(".what").textContent = `${endpoint.method} /${path}`;
  line.querySelector(".who").textContent = caller;
  line.querySelector(".said").textContent = said;
  list.prepend(line);
  empty.hidden = true;
  while (list.children.length > LONGEST) list.lastElementChild.remove();
}

import { inWords } from "./countdown.js";

const MOST = 8;

/** Shows how long each block was, as columns of that height. */
export function showBlocks(list, lengths) {
  const longest = Math.max(20, ...lengths);
  list.replaceChildren(...lengths.slice(-MOST).map((seconds) => column(seconds, longest)));
}

function column(seconds, longest) {
  const item = document.createElement("li");
  item.textContent = inWords(seconds);
  item.style.setProperty("--share", seconds / longest);
  return item;
}

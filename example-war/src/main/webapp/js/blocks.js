import { inWords } from "./countdown.js";

const MOST = 8;

/** Shows how long each block was, as columns that grow with it; the longest is as high as there is room. */
export function showBlocks(list, lengths) {
  const longest = Math.max(60, ...lengths);
  list.replaceChildren(...lengths.slice(-MOST).map((seconds) => column(seconds, longest)));
}

function column(seconds, longest) {
  const item = document.createElement("li");
  item.textContent = inWords(seconds);
  item.style.setProperty("--share", seconds / longest);
  return item;
}

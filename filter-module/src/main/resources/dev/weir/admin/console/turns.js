// When a request begins: in the order of asking, of two kinds.

/**
 * What says whether there is an answer at all, and what an operator waits for, comes first. Of both kinds together fewer
 * begin than the server takes of one principal in two windows, 20 a second, and fewer are open than a browser has
 * connections for all windows of a server, six. What sections read leaves room in both for the other kind.
 */
const FIRST = { perSecond: 9, atOnce: 5, waiting: [] };
const SECTIONS = { perSecond: 6, atOnce: 3, waiting: [] };
const KINDS = [FIRST, SECTIONS];

const MEMORY = "weir:begun"; // of this tab: a page that is loaded again goes on where the one before it was
const begun = remembered(); // when, within the last second
let open = 0;
let timer = 0;

/** Waits for a turn; what has it calls `finished` when it is over. */
export function turn(first) {
  return new Promise((begin) => {
    (first ? FIRST : SECTIONS).waiting.push(begin);
    beginSome();
  });
}

export function finished() {
  open -= 1;
  beginSome();
}

function beginSome() {
  clearTimeout(timer);
  const now = Date.now();
  // also where the clock was set back
  while (begun.length > 0 && Math.abs(now - begun[0]) >= 1_000) begun.shift();
  const before = begun.length;
  for (const { perSecond, atOnce, waiting } of KINDS) {
    while (waiting.length > 0 && begun.length < perSecond && open < atOnce) {
      open += 1;
      begun.push(now);
      waiting.shift()();
    }
  }
  if (begun.length > before) sessionStorage.setItem(MEMORY, JSON.stringify(begun));
  if (begun.length > 0 && KINDS.some(({ waiting }) => waiting.length > 0)) {
    timer = setTimeout(beginSome, 1_005 - (now - begun[0]));
  }
}

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(MEMORY)) ?? [];
  } catch {
    return [];
  }
}

// Requests to the administration. The page may be loaded with credentials in its address, which fetch does not take.

const BASE = new URL(".", location.origin + location.pathname);
const LONGEST_MILLIS = 6_000;
/** The server takes 20 a second of one principal; another window of the same operator needs some, too. */
const PER_SECOND = 12;

const started = [];
const inFlight = new Set();

/** An answer that is no success, or none at all: then `status` is 0. */
export class Problem extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

/** Ends all requests that have no answer yet. */
export function abandon() {
  inFlight.forEach((controller) => controller.abort());
}

export const get = (path, query) => send("GET", path, query);
export const post = (path, body) => send("POST", path, {}, body);
export const put = (path, body) => send("PUT", path, {}, body);
export const del = (path, query) => send("DELETE", path, query);

async function send(method, path, query = {}, body) {
  await turn();
  if (method === "GET" && document.hidden) throw new Problem(0, "not asked while the tab is hidden");
  const url = new URL(path, BASE);
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") url.searchParams.set(name, value);
  }
  const headers = { Accept: "application/json", "X-Ratelimit-Admin": "1" };
  if (body) headers["Content-Type"] = "application/json";
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), LONGEST_MILLIS);
  inFlight.add(controller);
  try {
    const response = await fetch(url, {
      method, headers, body: body && JSON.stringify(body), cache: "no-store", signal: controller.signal,
    });
    if (response.ok) return response.status === 204 ? null : await response.json();
    throw new Problem(response.status, await detailOf(response));
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(0, "no answer");
  } finally {
    clearTimeout(timer);
    inFlight.delete(controller);
  }
}

async function detailOf(response) {
  if (response.status === 401) return "you are not logged in any more: load the page again";
  if (response.status === 429) return "too many requests of this console, wait a second";
  try {
    const problem = await response.json();
    return problem.detail ?? problem.title ?? `status ${response.status}`;
  } catch {
    return `status ${response.status}`;
  }
}

/** Waits until fewer than PER_SECOND requests have begun within the last second. */
async function turn() {
  for (;;) {
    const now = performance.now();
    while (started.length > 0 && now - started[0] > 1_000) started.shift();
    if (started.length < PER_SECOND) break;
    await new Promise((resolve) => { setTimeout(resolve, 1_005 - (now - started[0])); });
  }
  started.push(performance.now());
}

// Requests to the administration. The page may be loaded with credentials in its address, which fetch does not take.

import { finished, turn } from "./turns.js";

const BASE = new URL(".", location.origin + location.pathname);
const LONGEST_MILLIS = 6_000;

const reads = new Set(); // without an answer yet

/** An answer that is no success, or none at all: then `status` is 0. */
export class Problem extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

/** Ends all reads that have no answer yet. A change goes on: it may have been made already. */
export function abandon() {
  reads.forEach((controller) => controller.abort());
}

/** Reads what a section shows. */
export const get = (path, query) => send("GET", path, query, undefined, false);
/** Reads before all sections what an operator waits for. */
export const getFirst = (path, query) => send("GET", path, query);
export const post = (path, body) => send("POST", path, {}, body);
export const put = (path, body) => send("PUT", path, {}, body);
export const del = (path, query) => send("DELETE", path, query);

async function send(method, path, query = {}, body = undefined, first = true) {
  await turn(first);
  try {
    return await answerTo(method, path, query, body);
  } finally {
    finished();
  }
}

async function answerTo(method, path, query, body) {
  if (method === "GET" && document.hidden) throw new Problem(0, "not asked while the tab is hidden");
  const url = new URL(path, BASE);
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") url.searchParams.set(name, value);
  }
  const headers = { Accept: "application/json", "X-Ratelimit-Admin": "1" };
  if (body) headers["Content-Type"] = "application/json";
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), LONGEST_MILLIS);
  if (method === "GET") reads.add(controller);
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
    reads.delete(controller);
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

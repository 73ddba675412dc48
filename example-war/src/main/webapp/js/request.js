import { readQuotas } from "./fields.js";

const FIELDS = ["RateLimit-Policy", "RateLimit", "Retry-After"];
const BLOCKED = "https://iana.org/assignments/http-problem-types#abnormal-usage-detected";

/** Sends one request to a path of an endpoint and returns what the page shows of the response. */
export async function send(endpoint, path, caller, form) {
  const headers = { Accept: "application/json, text/plain;q=0.9, */*;q=0.1" };
  if (caller !== "anonymous") {
    headers.Authorization = "Basic " + btoa(`${caller}:${caller.split("@")[0]}-secret`);
  }
  const answer = {
    at: new Date(), endpoint, path, caller, status: 0, said: "", fields: {}, quotas: [], retryAfter: null, blocked: false,
  };
  try {
    const response = await fetch(path, {
      method: endpoint.method,
      headers,
      body: form && new URLSearchParams(form),
      cache: "no-store",
      credentials: "omit", // the header above is all that says who asks; no cookie, no dialog of the browser
    });
    const body = await read(response);
    for (const name of FIELDS) {
      answer.fields[name] = response.headers.get(name);
    }
    answer.status = response.status;
    answer.said = body.title ?? body.message ?? "";
    answer.blocked = body.type === BLOCKED;
    answer.quotas = readQuotas(answer.fields["RateLimit-Policy"], answer.fields.RateLimit);
    answer.retryAfter = answer.fields["Retry-After"] === null ? null : Number(answer.fields["Retry-After"]);
  } catch (error) {
    answer.said = `no answer: ${error.message}`;
  }
  return answer;
}

/** The kind of a status, for its colour. */
export function kind(status) {
  if (status >= 200 && status < 300) return "ok";
  if (status === 429) return "refused";
  return status >= 400 && status < 500 ? "denied" : "failed";
}

/** The JSON of a response: a message, or the problem of a refusal. A plain text is a message, too. */
async function read(response) {
  const type = response.headers.get("Content-Type") ?? "";
  if (type.includes("json")) return response.json();
  return type.startsWith("text/plain") ? { message: await response.text() } : {};
}

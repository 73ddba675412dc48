// Reads the fields RateLimit-Policy and RateLimit of draft-ietf-httpapi-ratelimit-headers-11.

/** Reads `"user";q=1000;w=3600, "reports";q=10;w=3600` to [{ name: "user", q: 1000, w: 3600 }, …]. */
export function readItems(field) {
  const items = [];
  for (const [, name, parameters] of (field ?? "").matchAll(/"((?:[^"\\]|\\.)*)"((?:\s*;\s*[a-z*][^;,]*)*)/g)) {
    const item = { name };
    for (const [, key, value] of parameters.matchAll(/;\s*([a-z*]+)=(-?\d+)/g)) {
      item[key] = Number(value);
    }
    items.push(item);
  }
  return items;
}

/** Returns the quotas that are told, one for each limit, as [{ name, remaining, limit, window }, …]. */
export function readQuotas(policyField, limitField) {
  const left = new Map(readItems(limitField).map(({ name, r }) => [name, r]));
  return readItems(policyField)
    .filter(({ name, q }) => q >= 0 && left.get(name) >= 0)
    .map(({ name, q, w }) => ({ name, remaining: left.get(name), limit: q, window: w }));
}

/** The quota of which the smallest share is left, or undefined if none is told. */
export function tightest(quotas) {
  return [...quotas].sort((a, b) => share(a) - share(b))[0];
}

/** What is left of a quota, from 0 to 1. */
export function share(quota) {
  return quota.limit > 0 ? Math.min(1, quota.remaining / quota.limit) : 0;
}

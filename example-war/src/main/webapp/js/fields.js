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

/** Returns the quota with the smallest share left, as { name, remaining, limit, window }, or null when none is told. */
export function tightestQuota(policyField, limitField) {
  const policies = new Map(readItems(policyField).map((policy) => [policy.name, policy]));
  const quotas = readItems(limitField)
    .filter((item) => policies.get(item.name)?.q >= 0 && item.r >= 0)
    .map((item) => ({ name: item.name, remaining: item.r, limit: policies.get(item.name).q, window: policies.get(item.name).w }))
    .sort((a, b) => share(a) - share(b));
  return quotas[0] ?? null;
}

/** What is left of a quota, from 0 to 1. */
export function share(quota) {
  return quota.limit > 0 ? Math.min(1, quota.remaining / quota.limit) : 0;
}

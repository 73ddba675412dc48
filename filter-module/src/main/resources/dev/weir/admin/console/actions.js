// What an operator can change. A target is { policy, key, token } of a key, with what is known of its state.

import { del, getFirst, post, put } from "./api.js";
import { announce, ask, howLong, inWords, reason } from "./dialog.js";
import { el } from "./dom.js";
import { doubled, time } from "./format.js";

/** Who this is, as `me` says; buttons that would be refused are not shown. */
export const me = { who: "", admin: false, keys: "masked", endpoints: [] };

/** Of each policy that is known, by its name. */
export const policies = new Map();

/** A button for those who may change something; for others nothing. */
export function button(text, act, kind = "second", label = null) {
  return me.admin ? el("button", { type: "button", class: kind, "aria-label": label, on: { click: act } }, text) : null;
}

/** A key as it was asked for, or the reference to one that is masked. */
const named = ({ policy, key, token }) => (token ? { policy, token } : { policy, key });
/** The limits of a key, as far as they are known to be others than those of its policy. */
const limitsOf = ({ policy, limits }) => limits?.map(({ limit }) => limit) ?? policies.get(policy)?.limits ?? [];

/** Ends a block; and, where nothing is left, what was counted, because the next request would be refused again. */
export function unblock(target) {
  const { policy, key, remaining, blockedUntil } = target;
  const usedUp = remaining === 0 || remaining === null || remaining === undefined;
  ask({
    title: `Unblock ${key}`,
    says: (values) => `${key} is no longer blocked by policy ${policy}, on all instances. `
      + `${blockedUntil ? `The block would last until ${time(blockedUntil)}. ` : ""}`
      + (values.reset ? "What it has used is forgotten, so that its next request is admitted."
        : "What it has used stays used, so its next request can still be refused by the limit."),
    fields: [
      reason("let in again from the console"),
      { name: "reset", type: "checkbox", value: usedUp, label: "Also forget what it has used" },
    ],
    confirm: "Unblock",
    act: async (values) => {
      await post("unblock", { ...named(target), reason: values.reason });
      if (values.reset) await del("keys/one", { ...named(target), reason: values.reason });
    },
    done: (values) => `${key} is unblocked in ${policy}${values.reset ? ", and may use its limit anew" : ""}.`,
  });
}

export function reset(target) {
  const { policy, key } = target;
  ask({
    title: `Reset ${key}`,
    says: () => `What ${key} has used under policy ${policy} is forgotten on all instances, and a block that its own `
      + `requests began ends. It can use ${limitsOf(target).join(" and ") || "its limits"} anew.`,
    fields: [reason("reset from the console")],
    confirm: "Reset",
    act: (values) => del("keys/one", { ...named(target), reason: values.reason }),
    done: () => `${key} is reset in ${policy}.`,
  });
}

export function block(target) {
  const { policy, key, blockedUntil } = target;
  ask({
    title: blockedUntil ? `Block ${key} longer` : `Block ${key}`,
    says: (values) => `All requests of ${key} are refused by policy ${policy} on all instances, ${inWords(values.for)}`
      + `${blockedUntil ? `; the present block ends at ${time(blockedUntil)}` : ""}.`,
    fields: [reason("blocked from the console"), howLong("1h", "until it is removed")],
    confirm: blockedUntil ? "Block longer" : "Block",
    danger: true,
    act: (values) => post("block", { ...named(target), for: values.for || undefined, reason: values.reason }),
    done: (values) => `${key} is blocked in ${policy}, ${inWords(values.for)}.`,
  });
}

/** Other limits for one key or, without one, for all keys of the policy. */
export function morePermits(target) {
  const { policy, key } = target;
  const who = key ?? "Every key without limits of its own";
  const present = limitsOf(target).join(",");
  ask({
    title: key ? `More permits for ${key}` : `Change the limit of ${policy}`,
    says: (values) => `${who} gets ${values.limit || "…"} under policy ${policy}, in place of `
      + `${present || "its limit"}, ${inWords(values.for)}. What was used stays used.`,
    fields: [
      { name: "limit", label: "Limit", value: doubled(limitsOf(target)), required: true, hint: "as in the configuration: 20/1h, or 60/1m,1000/1h" },
      howLong("2h", "until it is removed"),
      reason("more permits from the console"),
    ],
    confirm: "Change",
    act: (values) => put("overrides", {
      ...(key ? named(target) : { policy }), limit: values.limit, for: values.for || undefined, reason: values.reason,
    }),
    done: (values) => `${who} has ${values.limit} in ${policy}, ${inWords(values.for)}.`,
  });
}

export function changeTier(names) {
  const tiers = [...new Set(names.flatMap((name) => policies.get(name).tiers.map((tier) => tier.name)))];
  ask({
    title: "Change a tenant’s tier",
    says: (values) => `tenant:${values.tenant || "…"} is on the tier ${values.tier} under policy ${values.policy}, `
      + `whatever the application says, ${inWords(values.for)}.`,
    fields: [
      { name: "tenant", label: "Tenant", required: true, first: true },
      { name: "policy", label: "Policy", type: "select", value: names[0], options: names.map((name) => [name, name]) },
      { name: "tier", label: "Tier", type: "select", value: tiers[0], options: tiers.map((tier) => [tier, tier]) },
      howLong("1h", "until it is removed"),
      { ...reason("tier changed from the console"), first: false },
    ],
    confirm: "Change the tier",
    act: ({ tenant, policy, tier, for: length, reason: why }) => put("overrides", {
      policy, key: `tenant:${tenant}`, tier, for: length || undefined, reason: why,
    }),
    done: ({ tenant, policy, tier }) => `tenant:${tenant} is on the tier ${tier} in ${policy}.`,
  });
}

export function endOverride({ id, kind, policy, key, value }) {
  const who = key ?? "all keys";
  ask({
    title: `End the ${kind} of ${who}`,
    says: () => `${kind === "block" ? `The block of ${who}` : `${who}: ${value}`} in policy ${policy} ends now on all `
      + "instances. The configuration decides again; what was used stays used.",
    fields: [reason("ended from the console")],
    confirm: "End it",
    act: (values) => del(`overrides/${encodeURIComponent(id)}`, { reason: values.reason }),
    done: () => `The ${kind} of ${who} in ${policy} has ended.`,
  });
}

/** Shows the whole key in place of the masked one; the server writes it into the audit log. */
export async function reveal({ policy, token }, place) {
  try {
    const { key } = await getFirst("keys/one/reveal", { policy, token });
    place.textContent = key;
    announce("The key is shown, and the audit log says so.");
  } catch (error) {
    announce(`The key is not shown: ${error.message}.`);
  }
}

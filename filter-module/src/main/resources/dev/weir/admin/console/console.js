// The console: who is limited, why, since when, and what to do about it. Starts each section.

import { me } from "./actions.js";
import { getFirst } from "./api.js";
import { startAudit } from "./audit.js";
import { showsMinutes } from "./chart.js";
import { $, setText } from "./dom.js";
import { startEndpoints } from "./endpoints.js";
import { startKeys } from "./keys.js";
import { startLimited } from "./limited.js";
import { startLive } from "./live.js";
import { startMembers } from "./members.js";
import { startModules } from "./modules.js";
import { startOverrides } from "./overrides.js";
import { showLive, startOverview } from "./overview.js";
import { poll } from "./poll.js";
import { readPolicies, startPolicies } from "./policies.js";
import { startSearch } from "./search.js";
import { startTryIt } from "./tryit.js";

let started = false;

/** What the sections offer depends on who this is and on the policies, so these are read first. */
poll(async () => {
  Object.assign(me, await getFirst("me"));
  await readPolicies(getFirst);
  started = true;
  start();
}, 1_000, {
  isWanted: () => !started,
  onFailure: (error, wait) => {
    $("#connection").dataset.state = "silent";
    setText($("#connection .text"), `${error.message}, asking again in ${Math.round(wait / 1000)} s`);
  },
});

function start() {
  document.body.dataset.role = me.admin ? "admin" : "viewer";
  setText($("#who"), me.admin ? me.who : `${me.who}, who may look and change nothing`);
  $("#who").hidden = false;
  startLive(showLive, showsMinutes);
  startOverview();
  startLimited();
  startPolicies();
  startKeys();
  startOverrides();
  startEndpoints();
  startModules();
  startMembers();
  startAudit();
  startTryIt();
  startSearch();
}

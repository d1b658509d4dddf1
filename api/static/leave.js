// At sign-out drafts leave this browser; who has some is told before.

import {anyKept, dropOld, forgetAll} from "./draft.js";

dropOld();
document.querySelector("form[data-leave]")?.addEventListener("submit", (event) => {
  if (anyKept() && !confirm(event.target.dataset.leave)) event.preventDefault();
  else forgetAll();
});

// The form on which a workshop is logged: its draft, who gave it, and its way to the server, once.

import {Draft, dropOld} from "./draft.js";
import {ask, freshMark} from "./line.js";
import {Register} from "./register.js";

const AGAIN = [2000, 5000, 10000, 20000]; // ms between attempts
const OURS = ["csrf_token", "whose", "answer", "of"];
const LOOK = ["pasted_of", "column", "out_of", "fractions", "dates"]; // said of the pasted rows

let form, note, register, draft, untouched, timer, tries = 0, pending = false;

begin();

function begin(answered = false) {
  dropOld();
  form = document.querySelector("form[data-draft]");
  if (!form) return;
  note = document.querySelector(".draft");
  register = new Register(form, aside);
  draft = new Draft(form.dataset.draft);
  untouched = said();
  const kept = draft.read(), again = document.querySelector("[role=alert].wrong");
  form.addEventListener("input", () => later(keep));
  form.addEventListener("change", () => later(keep));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.name === "check") check();
    else send();
  });
  note.addEventListener("click", (event) => press(event.target.dataset.do));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.tagName === "INPUT") event.preventDefault();
  });
  form.querySelectorAll("input[list]").forEach(typeAhead);
  if (again) again.focus();
  else if (kept && !answered) restore(kept);
  register.checkAll();
}

// ---- the draft -----------------------------------------------------------------------------

function later(act) {
  clearTimeout(later.timer);
  later.timer = setTimeout(act, 300);
}
addEventListener("pagehide", () => later.timer && form?.isConnected && keep());

function content() {
  const fields = [...new FormData(form)].filter(([name]) =>
    ![...register.names, ...OURS, ...LOOK].includes(name) && !name.startsWith("row"));
  const lines = register.lines().filter((line) => !register.isEmpty(line));
  return {fields, lines: lines.map((line) => register.typed(line)), pending};
}

function keep() {
  clearTimeout(later.timer);
  later.timer = 0;
  if (said() === untouched) draft.drop();
  else draft.keep(content());
}

// All but the form's own id.
function said() {
  const {fields, lines} = content();
  return JSON.stringify([fields.filter(([name]) => name !== "id"), lines.map(({answer, of, ...line}) => line)]);
}

function restore(kept) {
  const seen = {};
  for (const [name, text] of kept.fields) {
    const at = seen[name] = (seen[name] ?? -1) + 1;
    if (name === "co" && !form.querySelectorAll("[name=co]")[at]) oneMore();
    const field = form.querySelectorAll(`[name="${name}"]`)[at];
    if (field) field.value = text;
  }
  if (kept.lines.length) register.lines().forEach((line) => line.parentElement.remove());
  kept.lines.forEach((line) => register.add(line));
  if (!register.pasted.isEmpty) register.pasted.read();
  if (kept.pending) return send();
  say("kept", new Intl.DateTimeFormat(document.documentElement.lang,
    {dateStyle: "medium", timeStyle: "short"}).format(kept.at));
}

function press(what) {
  if (what === "go-on") say("");
  if (what === "stop") {
    stop();
    keep();
    say("");
  }
  if (what === "throw") {
    stop();
    clearTimeout(later.timer);
    later.timer = 0;
    draft.drop();
    location.reload();
  }
}

// `what`: which of the sentences of the note; "" for none.
function say(what, day) {
  const shows = {kept: ["go-on", "throw"], offline: ["stop"], failed: ["stop"], out: ["signin"]};
  note.dataset.says = what;
  note.hidden = !what;
  note.querySelector("p").textContent = (note.dataset[what] ?? "").replace("{day}", day);
  note.querySelectorAll("[data-do]").forEach((one) => {
    one.hidden = !(shows[what] ?? []).includes(one.dataset.do);
  });
}

// What the register says gives way to what is said about sending.
function aside(what) {
  if (!pending && (what || note.dataset.says === "unread")) say(what);
}

// ---- on its way ----------------------------------------------------------------------------

async function send(attempt = 0) {
  if (pending && !attempt && send.busy) return;
  clearTimeout(timer);
  pending = send.busy = true;
  form.inert = true;
  keep();
  say("sending");
  let answer;
  try {
    if (attempt || tries) await freshMark(form);
    answer = await fetch(form.action, {method: "POST", body: new URLSearchParams(new FormData(form))});
  } catch (wrong) {
    send.busy = false;
    return wrong.message === "401" ? signedOut() : wait(navigator.onLine ? "failed" : "offline");
  }
  send.busy = false;
  if (answer.status === 401) return signedOut();
  if (answer.status === 400 && attempt < 1) {
    tries = 1;
    return send(attempt + 1);
  }
  if (answer.status >= 500 || answer.status === 429) return wait("failed");
  return show(answer);
}

// The server looks at all that is typed, and records nothing.
async function check() {
  keep();
  const typed = said();
  try {
    await freshMark(form);
    const body = new URLSearchParams([...new FormData(form), ["check", "1"]]);
    const answer = await fetch(form.action, {method: "POST", body});
    if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
    if (typed === said()) show(answer, true);
  } catch (wrong) {
    if (wrong.message === "401") signedOut();
    else say("unread");
  }
}

function wait(why) {
  say(why);
  note.scrollIntoView({block: "nearest"});
  timer = setTimeout(send, AGAIN[Math.min(tries++, AGAIN.length - 1)]);
}

addEventListener("online", () => pending && form?.inert && !send.busy && send());

function stop() {
  clearTimeout(timer);
  pending = send.busy = false;
  form.inert = false;
}

function signedOut() {
  say("out");
  form.inert = false;
  note.scrollIntoView({block: "nearest"});
}

// What the server answered stands in place of the form: what it recorded, or what is wrong.
async function show(answer, onlyChecked = false) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  stop();
  tries = 0;
  if (answer.ok && answer.redirected) {
    clearTimeout(later.timer);
    later.timer = 0;
    draft.drop();
    if (!page.querySelector("[data-done]")) return location.replace(answer.url);
    history.replaceState(null, "", answer.url);
  }
  document.title = page.title;
  document.querySelector("main").replaceWith(page.querySelector("main"));
  scrollTo(0, 0);
  if (answer.ok && !onlyChecked) {
    form = null;
    document.querySelector("main h1")?.focus();
  } else {
    begin(true);
    untouched = "";
    if (form) keep();
  }
}

// ---- who gave it ---------------------------------------------------------------------------

function typeAhead(field) {
  const list = field.list, id = () => form.querySelectorAll(`[name=${field.name}_id]`)[place()];
  const place = () => [...form.querySelectorAll(`[name=${field.name}]`)].indexOf(field);
  const of = () => form.querySelectorAll(`[name=${field.name}_of]`)[place()];
  const known = new Map();
  let asked = "", pause;
  id().addEventListener("change", () => { of().value = field.value.trim(); });
  field.addEventListener("input", () => {
    const text = field.value.trim(), chosen = known.get(field.value);
    if (field.name === "co" && place() === form.querySelectorAll("[name=co]").length - 1) oneMore();
    id().value = chosen ?? "";
    of().value = chosen ? text : "";
    clearTimeout(pause);
    if (chosen || text.length < 2 || text === asked) return;
    pause = setTimeout(async () => {
      if (!form) return; // it was recorded meanwhile
      asked = text;
      const found = await ask(form, form.dataset.who, {typed: text}).catch(() => null);
      if (!found || field.value.trim() !== text || !field.isConnected) return;
      known.clear();
      list.replaceChildren(...found.people.map((one) => {
        const shown = [one.name, one.identifier].filter(Boolean).join(" · ");
        known.set(shown, known.has(shown) ? "" : one.person);
        return new Option(shown, shown);
      }));
      if (found.more) list.append(new Option(found.more, text));
    }, 250);
  });
}

// One more field for somebody beside who gave it, once the last is used.
function oneMore() {
  const all = form.querySelectorAll("[name=co]"), last = all[all.length - 1], at = all.length;
  const label = form.querySelector(`label[for="${last.id}"]`).cloneNode(true);
  const field = last.cloneNode(), list = document.createElement("datalist");
  field.id = label.htmlFor = `co-${at}`;
  list.id = `known-co-${at}`;
  field.value = "";
  field.setAttribute("list", list.id);
  const hidden = ["co_of", "co_id"].map((name) =>
    Object.assign(document.createElement("input"), {type: "hidden", name}));
  const ids = form.querySelectorAll("[name=co_id]"), end = ids[ids.length - 1];
  end.after(label, field, list, ...hidden);
  typeAhead(field);
}

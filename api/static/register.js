// The editor of a register: pasted rows become lines, lines are looked up as they are typed.
// The server reads and judges; this only asks it, and shows what it says.

import {ask} from "./line.js";

import {PastedRows} from "./pasted.js";

const SCORES = ["pre", "post", "max_score"];
const PAUSE = 700; // ms after the last key

export class Register {
  constructor(form, say) {
    this.form = form;
    this.say = say; // what is wrong with the line to the server, or "" where nothing is
    this.box = form.querySelector(".register");
    this.list = this.box.querySelector(".lines");
    this.blank = this.box.querySelector("template");
    this.fields = [...this.blank.content.querySelectorAll(".typed input")].map((one) => one.dataset.field);
    this.names = [...this.blank.content.querySelectorAll(".typed input")].map((one) => one.name);
    this.words = JSON.parse(this.box.dataset.words);
    this.most = this.box.querySelector(".most");
    this.waiting = new Set();
    this.spoken = new Intl.NumberFormat(document.documentElement.lang);
    this.pasted = new PastedRows(form, say, (lines) => this.take(lines));
    this.box.querySelector("[name=add_line]").addEventListener("click", (event) => {
      event.preventDefault();
      const line = this.add({});
      line.open = true;
      this.field(line, "name").focus();
    });
    this.list.addEventListener("input", (event) => this.changed(event.target));
    this.list.addEventListener("keydown", (event) => this.onward(event));
    this.box.querySelector(".faults")?.addEventListener("click", (event) => this.goTo(event));
    form.elements.most.addEventListener("input", () => this.lines().forEach((line) => this.sumUp(line)));
    form.elements.region.addEventListener("change", () => this.checkAll());
    const empty = this.lines().filter((line) => this.isEmpty(line)); // three, for who has no script
    empty.slice(1).forEach((line) => line.parentElement.remove());
  }

  lines() {
    return [...this.list.querySelectorAll(".line")];
  }

  later(name, act, pause = PAUSE) {
    this.timers ??= {};
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(act, pause);
  }

  // The lines of pasted rows, after those that were typed.
  async take(found) {
    this.lines().filter((line) => this.isEmpty(line)).forEach((line) => line.parentElement.remove());
    this.number();
    found.forEach((one) => this.add(one));
    this.form.dispatchEvent(new Event("input"));
    await this.check();
  }

  // The line of an error opens, and what is wrong in it gets the focus.
  goTo(event) {
    const line = this.list.querySelector(event.target.getAttribute("href") ?? "none");
    if (!line) return;
    event.preventDefault();
    line.open = true;
    line.scrollIntoView({block: "start"});
    (line.querySelector("[aria-invalid]") ?? line.querySelector("summary")).focus();
  }

  // ---- lines -------------------------------------------------------------------------------

  add(typed) {
    const at = this.lines().length, line = this.blank.content.cloneNode(true).querySelector("li");
    this.list.append(line);
    const box = line.querySelector(".line");
    for (const [name, text] of Object.entries(typed)) {
      const field = this.field(box, name);
      if (field) field.value = ["sex", "disability"].includes(name) ? this.words[text] ?? text : text;
    }
    this.name(box, at);
    this.sumUp(box);
    box.open = this.isEmpty(box);
    if (!box.open) this.waiting.add(box);
    return box;
  }

  field(line, name) {
    return line.querySelector(`[data-field="${name}"], [name="${name}"]`);
  }

  name(line, at) {
    const shown = this.spoken.format(at + 1);
    line.id = `line-${at + 1}`;
    line.querySelector(".at").textContent = shown;
    line.querySelector(".wrong").id = `wrong-${at}`;
    const blank = this.blank.content.querySelectorAll(".typed input");
    line.querySelectorAll(".typed input").forEach((field, n) => {
      field.setAttribute("aria-label", blank[n].getAttribute("aria-label").replace("%n", shown));
    });
  }

  number() {
    this.lines().forEach((line, at) => this.name(line, at));
  }

  typed(line) {
    const said = {};
    for (const name of this.fields) said[name] = this.field(line, name).value.trim();
    for (const name of ["answer", "of"]) {
      const field = this.field(line, name);
      if (field) said[name] = field.value;
    }
    return said;
  }

  isEmpty(line) {
    return this.fields.every((name) => !this.field(line, name).value.trim());
  }

  sumUp(line) {
    const said = this.typed(line);
    line.querySelector(".called").textContent = said.name || said.identifier || said.phone;
    const scores = said.pre || said.post ? `${said.pre || "–"} → ${said.post || "–"}` : "";
    const most = said.max_score || this.form.elements.most.value.trim();
    line.querySelector(".got").textContent = scores + (scores && most ? ` / ${most}` : "");
    line.querySelector(".carried").textContent = [...line.querySelectorAll(".beyond input")]
      .map((field) => field.value.trim()).filter(Boolean).join(" · ");
    if (scores && !said.max_score && !scores.includes("/")) this.most.hidden = false;
  }

  changed(field) {
    const line = field.closest(".line");
    this.sumUp(line);
    const wrong = line.querySelector(":scope > .wrong");
    if (wrong.textContent) {
      wrong.textContent = "";
      line.querySelector("summary").classList.remove("bad");
      line.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
    }
    if (SCORES.includes(field.name)) return;
    this.waiting.add(line);
    this.later("check", () => this.check(), field.name === "answer" ? 0 : PAUSE);
  }

  // Enter goes on to the next line, and never sends the form half typed.
  onward(event) {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    const lines = this.lines(), at = lines.indexOf(event.target.closest(".line"));
    const next = lines[at + 1] ?? this.add({});
    next.open = true;
    const field = this.field(next, event.target.dataset.field), beyond = field.closest(".beyond");
    if (beyond) beyond.open = true;
    field.focus();
  }

  // ---- who they are ------------------------------------------------------------------------

  checkAll() {
    this.lines().forEach((line) => this.waiting.add(line));
    return this.check();
  }

  async check() {
    const url = this.form.dataset.lines;
    const lines = [...this.waiting].filter((line) => line.isConnected);
    if (!url || !lines.length) return;
    const all = this.lines();
    const full = lines.filter((line) => !this.isEmpty(line));
    if (!full.length && !all.some((line) => line.dataset.state)) return;
    lines.filter((line) => this.isEmpty(line)).forEach((line) => delete line.dataset.state);
    const body = {
      region: this.form.elements.region.value || null,
      above: [...this.form.querySelectorAll("[name=lead_id], [name=co_id]")]
        .map((one) => one.value).filter((id) => /^[0-9a-f-]{36}$/.test(id)),
      lines: full.map((line) => ({at: all.indexOf(line), ...this.typed(line)})),
      others: all.filter((line) => line.dataset.state && !full.includes(line))
        .map((line) => ({state: line.dataset.state, answer: this.field(line, "answer").value})),
    };
    this.waiting.clear();
    const before = full.map((line) => JSON.stringify(this.typed(line)));
    try {
      const said = await ask(this.form, url, body);
      full.forEach((line, n) => {
        if (JSON.stringify(this.typed(line)) === before[n]) this.show(line, said.lines[n]);
      });
      this.box.querySelector(".sum").innerHTML = said.summary;
      this.say("");
    } catch (wrong) {
      lines.forEach((line) => this.waiting.add(line));
      this.say(wrong.message === "401" ? "out" : "unread");
      this.later("check", () => this.check(), 10000);
    }
  }

  show(line, said) {
    const focused = line.querySelector(".who").contains(document.activeElement);
    line.dataset.state = said.state;
    line.querySelector(".tag").textContent = said.tag;
    line.querySelector(".who").innerHTML = said.html;
    if (said.state === "unclear") line.open = true;
    if (focused) line.querySelector(".who select")?.focus();
    this.form.dispatchEvent(new Event("input"));
  }
}

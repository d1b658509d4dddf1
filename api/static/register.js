// The editor of a register: pasted rows become lines, lines are looked up as they are typed.
// The server reads and judges; this only asks it, and shows what it says.

import {ask} from "./line.js";

const WHO = ["identifier", "name", "phone"], SCORES = ["pre", "post", "max_score"];
const PAUSE = 700; // ms after the last key

export class Register {
  constructor(form, say) {
    this.form = form;
    this.say = say; // what is wrong with the line to the server, or "" where nothing is
    this.box = form.querySelector(".register");
    this.list = this.box.querySelector(".lines");
    this.blank = this.box.querySelector("template");
    this.pasted = this.box.querySelector("textarea");
    this.look = this.box.querySelector(".look");
    this.labels = JSON.parse(this.box.dataset.labels);
    this.words = JSON.parse(this.box.dataset.words);
    this.waiting = new Set();
    this.spoken = new Intl.NumberFormat(document.documentElement.lang);
    this.box.querySelector("[name=more_lines]").addEventListener("click", (event) => {
      event.preventDefault();
      this.takeOver();
    });
    this.box.querySelector("[name=check]")?.addEventListener("click", (event) => {
      event.preventDefault();
      this.lines().forEach((line) => this.waiting.add(line));
      this.check();
    });
    this.pasted.addEventListener("input", () => this.later("paste", () => this.read([]), 300));
    this.look.addEventListener("change", () => this.read(this.chosen()));
    this.list.addEventListener("input", (event) => this.changed(event.target));
    this.list.addEventListener("keydown", (event) => this.onward(event));
    form.elements.most.addEventListener("input", () => this.lines().forEach((line) => this.sumUp(line)));
    form.elements.region.addEventListener("change", () => this.checkAll());
    if (this.pasted.value.trim() && !this.look.children.length) this.read([]);
  }

  lines() {
    return [...this.list.querySelectorAll(".line")];
  }

  later(name, act, pause = PAUSE) {
    this.timers ??= {};
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(act, pause);
  }

  // ---- pasted rows -------------------------------------------------------------------------

  chosen() {
    return [...this.look.querySelectorAll("select")].map((one) => one.value);
  }

  async read(columns) {
    const text = this.pasted.value;
    if (!text.trim()) return this.forget();
    try {
      const found = await ask(this.form, this.box.dataset.pasted, {text, columns});
      if (text !== this.pasted.value) return;
      this.look.innerHTML = found.look;
      this.found = found.lines;
      this.say("");
    } catch (wrong) {
      this.say(wrong.message === "401" ? "out" : "unread");
      this.later("paste", () => this.read(columns), 10000);
    }
  }

  forget() {
    this.look.replaceChildren();
    this.found = null;
  }

  async takeOver() {
    if (this.pasted.value.trim() && !this.found) await this.read(this.chosen());
    const empty = this.lines().filter((line) => this.isEmpty(line));
    const found = this.found ?? [];
    if (this.pasted.value.trim() && !this.found) return;
    if (found.length) empty.forEach((line) => line.parentElement.remove());
    this.number();
    found.forEach((one) => this.add(one));
    for (let n = 0; n < (found.length ? 1 : 3); n++) this.add({});
    this.pasted.value = "";
    this.forget();
    this.form.dispatchEvent(new Event("input"));
    await this.check();
    if (found.length) this.box.querySelector(".sum, .lines").scrollIntoView({block: "nearest"});
  }

  // ---- lines -------------------------------------------------------------------------------

  add(typed) {
    const at = this.lines().length, line = this.blank.content.cloneNode(true).querySelector("li");
    this.list.append(line);
    const box = line.querySelector(".line");
    for (const [name, text] of Object.entries(typed)) {
      const field = this.field(box, name);
      if (field) field.value = text;
    }
    const known = new Set([...WHO, ...SCORES, "answer", "of", "more"]);
    const carried = Object.entries(typed).filter(([name]) => !known.has(name));
    if (carried.length) {
      this.field(box, "more").value = JSON.stringify(Object.fromEntries(carried));
      box.querySelector(".carried").textContent = carried
        .map(([name, text]) => `${this.labels[name] ?? name}: ${this.words[text] ?? text}`).join(" · ");
    }
    this.name(box, at);
    this.sumUp(box);
    box.open = this.isEmpty(box);
    if (!box.open) this.waiting.add(box);
    return box;
  }

  field(line, name) {
    return line.querySelector(`[name="${name}"]`);
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
    for (const name of [...WHO, ...SCORES]) said[name] = this.field(line, name).value.trim();
    for (const name of ["answer", "of"]) {
      const field = this.field(line, name);
      if (field) said[name] = field.value;
    }
    try {
      Object.assign(said, JSON.parse(this.field(line, "more").value || "{}"));
    } catch { /* nothing is carried */ }
    return said;
  }

  isEmpty(line) {
    return [...WHO, ...SCORES].every((name) => !this.field(line, name).value.trim())
      && ["", "{}"].includes(this.field(line, "more").value);
  }

  sumUp(line) {
    const said = this.typed(line);
    line.querySelector(".called").textContent = said.name || said.identifier || said.phone;
    const scores = said.pre || said.post ? `${said.pre || "–"} → ${said.post || "–"}` : "";
    const most = said.max_score || this.form.elements.most.value.trim();
    line.querySelector(".got").textContent = scores + (scores && most ? ` / ${most}` : "");
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
    this.field(next, event.target.name).focus();
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

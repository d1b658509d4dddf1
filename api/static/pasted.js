// Pasted rows in the form of a workshop: what the server understood of them is shown at once, what it
// asks is answered here, and then they become lines of the register.

import {ask} from "./line.js";

const SINGLE = ["pasted_of", "out_of", "fractions", "dates"], AGAIN = 10000; // ms

export class PastedRows {
  constructor(form, say, take) {
    this.form = form;
    this.say = say;
    this.take = take; // what to do with the lines
    this.box = form.querySelector(".paste");
    this.text = this.box.querySelector("textarea");
    this.look = this.box.querySelector(".look");
    this.button = this.box.querySelector("[name=more_lines]");
    this.wording = this.button.textContent;
    this.button.addEventListener("click", (event) => {
      event.preventDefault();
      this.use();
    });
    this.text.addEventListener("input", (event) => this.later(event.inputType === "insertFromPaste" ? 0 : 300));
    this.look.addEventListener("change", (event) => {
      this.found = null;
      if (event.target.name !== "out_of") this.read();
    });
    form.elements.starts_on.addEventListener("input", (event) => { event.target.dataset.touched = "1"; });
    if (this.text.value.trim() && !this.look.children.length) this.read();
  }

  get isEmpty() {
    return !this.text.value.trim();
  }

  later(pause) {
    clearTimeout(this.timer);
    this.found = null;
    if (this.isEmpty) return this.forget();
    if (!this.look.children.length) this.look.textContent = this.box.dataset.reading;
    this.timer = setTimeout(() => this.read(), pause);
  }

  // The fields about the pasted rows, as they stand.
  answers() {
    const said = {pasted: this.text.value, column: [], row: []};
    for (const [name, value] of new FormData(this.form)) {
      if (name === "column") said.column.push(value);
      else if (name.startsWith("row")) said.row.push(value);
      else if (SINGLE.includes(name)) said[name] = value;
    }
    return said;
  }

  async read(used = false) {
    clearTimeout(this.timer);
    const text = this.text.value, mine = this.asked = Symbol("asked");
    if (!text.trim()) return this.forget();
    try {
      const found = await ask(this.form, this.box.dataset.pasted, {...this.answers(), used});
      if (mine !== this.asked || text !== this.text.value) return;
      this.show(found);
      this.say("");
    } catch (wrong) {
      if (mine !== this.asked) return;
      if (!this.look.children.length) this.look.replaceChildren();
      this.say(wrong.message === "401" ? "out" : "unread");
      this.timer = setTimeout(() => this.read(), AGAIN);
    }
  }

  show(found) {
    const open = [...this.look.querySelectorAll("details[open]")].map((one) => one.id);
    const focused = this.look.contains(document.activeElement) && document.activeElement;
    const most = this.look.querySelector("#out-of")?.value; // it may be typed while this is asked
    this.found = found;
    this.look.innerHTML = found.look;
    const field = this.look.querySelector("#out-of");
    if (field && most && field.value !== most) {
      field.value = most;
      this.found = null;
    }
    open.forEach((id) => this.look.querySelector(`#${id}`)?.setAttribute("open", ""));
    this.button.textContent = found.button || this.wording;
    this.button.classList.toggle("quiet", !found.look);
    if (focused) {
      const {id, name, value} = focused;
      const again = id ? this.look.querySelector(`#${id}`)
        : [...this.look.querySelectorAll(`[name="${name}"]`)].find((one) => one.value === value);
      again?.focus();
    }
    for (const [name, text] of Object.entries(found.facts)) this.fill(name, text);
  }

  // What titles say goes into fields in which nobody typed.
  fill(name, text) {
    const field = this.form.querySelector(name === "lead" || name === "co" ? `#${name}-0` : `#${name}`);
    if (!field || field.value === text) return;
    const day = name === "starts_on" && field.value === this.form.elements.given.value && !field.dataset.touched;
    const first = name === "kind" && field.selectedIndex === 0 && !field.dataset.touched;
    if (field.value && !day && !first && field.value !== field.dataset.read) return;
    field.value = field.dataset.read = text;
    const note = field.parentElement.querySelector(`.read[data-of="${name}"]`)
      ?? Object.assign(document.createElement("small"), {className: "read"});
    note.dataset.of = name;
    note.textContent = this.form.dataset.read;
    field.after(note);
    const within = field.closest("details");
    if (within) within.open = true;
    field.dispatchEvent(new Event("input", {bubbles: true}));
    if (name === "starts_on") delete field.dataset.touched;
  }

  forget() {
    this.asked = this.found = null;
    this.look.replaceChildren();
    this.button.textContent = this.wording;
    this.button.classList.add("quiet");
  }

  async use() {
    if (this.isEmpty) return this.text.focus();
    if (!this.found?.done) await this.read(true);
    if (!this.found) return;
    if (!this.found.done) {
      (this.look.querySelector("[aria-invalid] input, input[aria-invalid], select[aria-invalid]") ?? this.look)
        .scrollIntoView({block: "center"});
      this.look.querySelector("[aria-invalid] input, input[aria-invalid]")?.focus();
      return;
    }
    const {lines} = this.found;
    this.text.value = "";
    this.forget();
    await this.take(lines);
    this.form.querySelector(".facts").scrollIntoView({block: "start"});
  }
}

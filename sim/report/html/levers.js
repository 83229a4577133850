/** Levers: sliders, boxes for numbers, timing and evidence. */

/** Returns an element with attributes, listeners (`onname`) and content. */
function element(tag, attributes = {}, ...content) {
  const found = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) found.addEventListener(name.slice(2), value);
    else if (value === true) found.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) found.setAttribute(name, value);
  }
  found.append(...content.filter((each) => each !== null && each !== undefined));
  return found;
}

/** One lever of the page: its elements, and what a reader does with them. */
class LeverRow {
  /**
   * @param {object} lever as `sim.report.html.levers` records it
   * @param {object} page `say`, `valueOf`, `filedOf`, `set`, `language`
   */
  constructor(lever, page) {
    this.lever = lever;
    this.page = page;
    this.faults = element("p", { class: "fault", role: "alert", hidden: true });
    this.fields = new Map(); // boxes of from, start and end
    this.build();
    this.show();
  }

  get steps() {
    const { low, high, step } = this.lever;
    return Math.round((high - low) / step);
  }

  build() {
    const { lever, page } = this;
    const { language } = page;
    const id = `lever-${lever.name}`;
    const words = { name: lever.title[language], unit: lever.unit[language] };
    this.range = element("input", {
      type: "range", id, min: 0, max: this.steps, step: 1,
      "aria-label": page.say("slider", words),
      oninput: () => this.slide(),
    });
    this.box = element("input", {
      type: "text", inputmode: "decimal", class: "box", autocomplete: "off", spellcheck: "false",
      id: `${id}-box`, "aria-label": page.say("box", words),
      onchange: () => this.type("to", this.box),
    });
    this.reset = element("button", {
      type: "button", class: "plain", "aria-label": `${page.say("reset_one")} ${words.name}`,
      onclick: () => this.restore(),
    }, page.say("reset_one"));
    this.marks = element("span", { class: "marks" });
    this.timing = element("p", { class: "note ramp" });
    this.element = element("div", { class: "lever", "data-name": lever.name },
      element("div", { class: "head" },
        element("label", { for: id }, words.name, words.unit ? element("span", { class: "unit" }, words.unit) : null),
        this.reset, this.box),
      this.range,
      element("div", { class: "ends" },
        element("span", {}, this.print(lever.low)), this.marks, element("span", {}, this.print(lever.high))),
      this.faults,
      this.details());
    if (lever.fields.to === null) this.element.append(element("p", { class: "note" }, page.say("no_effect")));
  }

  details() {
    const { lever, page } = this;
    const { language } = page;
    const boxes = ["from", "start", "end"].filter((field) => field in lever.fields).map((field) => {
      const box = element("input", {
        type: "text", inputmode: "decimal", class: "box", autocomplete: "off",
        id: `lever-${lever.name}-${field}`, onchange: () => this.type(field, box),
      });
      this.fields.set(field, box);
      return element("label", { class: "field" }, element("span", {}, page.say(`field.${field}`)), box);
    });
    const facts = (lever.evidence[language] || []).flatMap(([label, lines]) =>
      [element("dt", {}, label), ...lines.map((line) => element("dd", {}, line))]);
    const about = lever.about[language];
    if (!boxes.length && !facts.length && !about) return null;
    return element("details", { "data-key": `lever ${lever.name}` },
      element("summary", {}, page.say(boxes.length ? "details" : "term.fact.about")),
      about ? element("p", {}, about) : null,
      boxes.length ? this.timing : null,
      boxes.length ? element("div", { class: "fields" }, ...boxes) : null,
      element("dl", {}, ...facts));
  }

  /** Returns a value of the lever as its box shows it. */
  print(value) {
    return this.lever.percent ? `${printDigits(100 * value, 4)}%` : printDigits(value);
  }

  /** Takes the place of the slider. */
  slide() {
    const { low, step, decimals } = this.lever;
    const value = Math.min(this.lever.high, low + Number(this.range.value) * step);
    this.page.set(this.lever, "to", Number(value.toFixed(Math.max(0, decimals))));
    this.tell("");
  }

  /** Takes a number that was typed, or says why not. */
  type(field, box) {
    const { page } = this;
    const isYear = field === "start" || field === "end";
    const text = box.value.trim();
    const isShare = this.lever.percent && !isYear;
    const typed = readNumber(isShare ? text.replace(/[%％]$/, "") : text);
    if (Number.isNaN(typed)) return this.refuse(box, page.say("not_a_number", { text }));
    const value = isShare ? typed / 100 : typed;
    const [low, high] = isYear ? this.lever.years : [this.lever.low, this.lever.high];
    if (value < low || value > high) {
      const print = (each) => (isYear ? String(each) : this.print(each));
      return this.refuse(box, page.say("outside", { value: print(value), low: print(low), high: print(high) }));
    }
    const wrong = isYear && this.disorder({ [field]: value });
    if (wrong) return this.refuse(box, wrong);
    this.tell("");
    page.set(this.lever, field, value);
  }

  /** Returns what is wrong with the years of a ramp, "" where nothing is. */
  disorder(change) {
    const { lever, page } = this;
    const of = (field) => change[field] ?? page.valueOf(lever, field);
    const given = lever.given[page.scenario.name];
    if (given !== undefined && of("start") < given) return page.say("order_given", { year: given });
    return of("start") > of("end") ? page.say("order", { start: of("start"), end: of("end") }) : "";
  }

  refuse(box, words) {
    box.setAttribute("aria-invalid", "true");
    this.tell(words);
  }

  tell(words) {
    this.faults.textContent = words;
    this.faults.hidden = !words;
    if (!words) for (const box of [this.box, ...this.fields.values()]) box.removeAttribute("aria-invalid");
  }

  restore() {
    this.tell("");
    this.page.restore(this.lever);
    this.range.focus();
  }

  /** Shows the values that the page holds. */
  show() {
    const { lever, page } = this;
    const value = page.valueOf(lever, "to");
    this.range.value = Math.round((value - lever.low) / lever.step);
    this.range.setAttribute("aria-valuetext", `${this.print(value)} ${lever.unit[page.language]}`);
    if (!this.box.hasAttribute("aria-invalid")) this.box.value = this.print(value).replace(/,/g, "");
    const isMoved = page.isMoved(lever);
    this.reset.hidden = !isMoved;
    this.element.classList.toggle("moved", isMoved);
    const filed = page.filedOf(lever, "to");
    this.marks.textContent = [
      page.say(page.isPlan ? "filed_mark" : "default_mark", { value: this.print(filed) }),
      ...(lever.plan === null ? [] : [page.say("plan_mark", { value: this.print(lever.plan) })]),
    ].join(" · ");
    this.showTiming();
  }

  showTiming() {
    const { lever, page } = this;
    if (!this.fields.size) return;
    const given = lever.given[page.scenario.name];
    const [low, start, end] = ["from", "start", "end"].map((field) => page.valueOf(lever, field));
    const ramp = page.say("ramp", { low: this.print(low), start, end, high: this.print(page.valueOf(lever, "to")) });
    this.timing.textContent = given === undefined ? ramp : `${ramp} ${page.say("given", { year: given })}`;
    for (const [field, box] of this.fields) {
      const value = page.valueOf(lever, field);
      if (field === "from") box.disabled = given !== undefined;
      if (!box.hasAttribute("aria-invalid")) {
        box.value = field === "from" ? this.print(value).replace(/,/g, "") : String(value);
      }
    }
  }
}

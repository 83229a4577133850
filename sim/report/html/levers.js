/** Levers: sliders, boxes for numbers, timing and evidence. */

const AMOUNT = 3; // significant digits of what a multiple amounts to

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
    this.years = new Map(); // boxes of single years, made when they are asked for
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
    this.equivalents = (lever.equivalents || []).map((_, place) => element("p", { class: "note equivalent", id: `${id}-equivalent-${place}` }));
    if (this.equivalents.length) this.range.setAttribute("aria-describedby", this.equivalents.map((each) => each.id).join(" "));
    this.timing = element("p", { class: "note ramp" });
    this.element = element("div", { class: "lever", "data-name": lever.name },
      element("div", { class: "head" },
        element("label", { for: id }, words.name, words.unit ? element("span", { class: "unit" }, words.unit) : null),
        this.reset, this.box),
      this.range,
      element("div", { class: "ends" },
        element("span", {}, this.print(lever.low)), this.marks, element("span", {}, this.print(lever.high))),
      ...this.equivalents,
      this.timing,
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
    const years = lever.held && (page.hasYears(lever) || page.host.ask) ? this.yearBoxes() : null;
    const facts = (lever.evidence[language] || []).flatMap(([label, lines]) =>
      [element("dt", {}, label), ...lines.map((line) => element("dd", {}, line))]);
    const about = lever.about[language];
    if (!boxes.length && !facts.length && !about) return null;
    return element("details", { "data-key": `lever ${lever.name}` },
      element("summary", {}, page.say(boxes.length ? "details" : "term.fact.about")),
      about ? element("p", {}, about) : null,
      boxes.length ? element("div", { class: "fields" }, ...boxes) : null,
      years,
      element("dl", {}, ...facts));
  }

  /** Returns the place of a lever's values by year; the boxes are made when it is opened. */
  yearBoxes() {
    const { lever, page } = this;
    const grid = element("div", { class: "fields years" });
    return element("details", { "data-key": `years ${lever.name}`, ontoggle: () => {
      if (grid.children.length) return;
      for (const year of Object.keys(lever.held)) {
        const box = element("input", { type: "text", inputmode: "decimal", class: "box", autocomplete: "off",
          "aria-label": `${lever.title[page.language]} ${year}`, onchange: () => this.typeYear(year, box) });
        this.years.set(year, box);
        grid.append(element("label", { class: "field" }, element("span", {}, year), box));
      }
      this.showYears();
    } }, element("summary", {}, page.say("by_year")), element("p", { class: "note" }, page.say("by_year_note")), grid);
  }

  /** Takes what was typed for a year; nothing takes the year away. */
  typeYear(year, box) {
    const { page, lever } = this;
    const text = box.value.trim();
    if (text === "") {
      this.tell("");
      page.setYear(lever, year, null);
      return;
    }
    const value = this.read(box, text, lever.percent, [lever.low, lever.high], (each) => this.print(each));
    if (value === null) return;
    this.tell("");
    page.setYear(lever, year, value);
  }

  /** Returns a number that was typed, null where it cannot be used, which is told. */
  read(box, text, isShare, [low, high], print) {
    const { page } = this;
    const typed = readNumber(isShare ? text.replace(/[%％]$/, "") : text);
    const value = isShare ? typed / 100 : typed;
    if (Number.isNaN(typed)) this.refuse(box, page.say("not_a_number", { text }));
    else if (value < low || value > high) this.refuse(box, page.say("outside", { value: print(value), low: print(low), high: print(high) }));
    else return value;
    return null;
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
    const limits = isYear ? this.lever.years : [this.lever.low, this.lever.high];
    const print = (each) => (isYear ? String(each) : this.print(each));
    const value = this.read(box, text, this.lever.percent && !isYear, limits, print);
    if (value === null) return;
    const wrong = isYear && this.disorder({ [field]: value });
    if (wrong) return this.refuse(box, wrong);
    this.tell("");
    page.set(this.lever, field, value);
  }

  /** Returns what is wrong with the years of a ramp, "" where nothing is. */
  disorder(change) {
    const { lever, page } = this;
    const of = (field) => change[field] ?? page.valueOf(lever, field);
    const given = page.heldUntil(lever);
    if (of("start") < given) return page.say("order_given", { year: given });
    return of("start") > of("end") ? page.say("order", { start: of("start"), end: of("end") }) : "";
  }

  refuse(box, words) {
    box.setAttribute("aria-invalid", "true");
    this.tell(words);
  }

  tell(words) {
    this.faults.textContent = words;
    this.faults.hidden = !words;
    if (!words) for (const box of [this.box, ...this.fields.values(), ...this.years.values()]) box.removeAttribute("aria-invalid");
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
    this.equivalents.forEach((line, place) => (line.textContent = this.equivalent(lever.equivalents[place], value)));
    this.showTiming();
  }

  /** Returns what a multiple amounts to, of something that the model multiplies by it. */
  equivalent({ name, unit, value: base }, multiple) {
    const { language } = this.page;
    const words = { name: name[language], unit: unit[language], base: printDigits(base, AMOUNT) };
    return this.page.say("equivalent", { ...words, value: printDigits(base * multiple, AMOUNT) });
  }

  showTiming() {
    const { lever, page } = this;
    if (!this.fields.size) return;
    const given = page.heldUntil(lever);
    const isGiven = Number.isFinite(given);
    this.timing.textContent = `${isGiven && !page.isTurn(lever, page.state.changes.get(lever.name)) ? page.say("given", { year: given }) : ""}${this.rampText()}${page.isHindsight(lever) ? page.say("hindsight", { known: page.facts.known }) : ""}`;
    for (const [field, box] of this.fields) {
      const value = page.valueOf(lever, field);
      if (field === "from") box.disabled = isGiven;
      if (!box.hasAttribute("aria-invalid")) {
        box.value = field === "from" ? this.print(value).replace(/,/g, "") : String(value);
      }
    }
    this.showYears();
  }

  /** Returns from where to where the lever moves, and when. */
  rampText() {
    const { from, to, start, end } = this.page.rampOf(this.lever);
    return this.page.say("ramp", { start, end, low: this.print(from), high: this.print(to) });
  }

  showYears() {
    if (!this.years.size) return;
    const given = this.page.yearsOf(this.lever);
    for (const [year, box] of this.years) {
      if (!box.hasAttribute("aria-invalid")) box.value = year in given ? this.print(given[year]).replace(/,/g, "") : "";
    }
  }
}

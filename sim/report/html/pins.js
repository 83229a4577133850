/** Studies to compare with: their bar, and what differs between them and the one that is set. */
class PinBar {
  /** @param {object} page `say`, `state`, `facts`, `nameOf`, `pin`, `unpin`, `openPin`, `rename` */
  constructor(page) {
    this.page = page;
    this.element = element("div", { class: "pins", role: "group", "aria-label": page.say("pins") });
    this.build();
  }

  build() {
    const { page } = this;
    const { pins } = page.state;
    const isFull = pins.length >= MOST_PINS;
    this.button = element("button", { type: "button", id: "pin", disabled: isFull, onclick: () => page.pin(page.state) }, page.say("pin"));
    const others = element("select", { id: "add-pin", disabled: isFull, "aria-label": page.say("pin_scenario"),
      onchange: () => page.pin({ scenario: Number(others.value), changes: new Map() }) },
      element("option", { value: "" }, page.say("pin_scenario")),
      ...page.facts.scenarios.map((each, number) => element("option", { value: number }, page.say("as_filed", { name: each.title[page.language] }))));
    this.chips = pins.map((pin, place) => this.chip(pin, place));
    this.element.replaceChildren(this.button, others, ...this.chips.map(({ chip }) => chip), isFull ? element("span", { class: "note" }, page.say("pins_full", { count: MOST_PINS })) : "");
  }

  chip(pin, place) {
    const { page } = this;
    const name = element("input", { type: "text", class: "name", maxlength: LONGEST_NAME, onchange: () => page.rename(pin, name.value) });
    const button = (key, act) => element("button", { type: "button", class: "plain", "aria-label": `${page.say(key)} ${page.nameOf(pin)}`, onclick: act }, page.say(key));
    name.setAttribute("aria-label", page.say("pin_name", { number: place + 1 }));
    const chip = element("span", { class: "pin" }, element("i", { class: `pin-${place + 1}` }), name,
      button("pin_open", () => page.openPin(pin)), button("pin_remove", () => page.unpin(pin)));
    return { pin, name, chip };
  }

  /** Shows the names, which follow what is set. */
  show() {
    for (const { pin, name } of this.chips) {
      const text = this.page.nameOf(pin);
      if (name.value === text || name.matches(":focus")) continue;
      name.value = text;
      name.size = Math.max(6, [...text].reduce((width, letter) => width + (letter > "\u2e7f" ? 2 : 1), 0));
    }
  }
}

/** What differs between the study that is set and the pinned ones: results, and settings. */
class Comparison {
  /** @param {object} page as for `PinBar`, and `levers`, `valueOf`, `yearsOf`, `rows`, `indicators` */
  constructor(page) {
    this.page = page;
    this.body = element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": page.say("comparison") });
    this.element = element("details", { class: "comparison", "data-key": "comparison", hidden: true,
      ontoggle: () => this.seen && this.show(this.seen) }, element("summary", {}, page.say("comparison")), this.body);
  }

  /** Shows the tables where they are open and nothing moves. */
  show(seen) {
    this.seen = seen;
    this.element.hidden = !seen.pins.length;
    if (!this.element.open || this.element.hidden || this.page.isMoving) return;
    const { page } = this;
    const studies = [{ pin: page.state, name: page.titleOf(page.state), kind: "line", line: seen.line, members: seen.members }, ...seen.pins];
    const heads = element("tr", {}, element("th", { scope: "col" }, ""), ...studies.map(({ name, kind }) =>
      element("th", { scope: "col", class: "figure" }, element("i", { class: kind }), name)));
    const part = (title, rows) => rows.length ? [element("tr", { class: "section" }, element("th", { scope: "rowgroup", colspan: studies.length + 1 }, title)), ...rows] : [];
    this.body.replaceChildren(element("table", {}, element("thead", {}, heads), element("tbody", {},
      ...(page.isPlan ? part(page.say("results"), this.results(studies)) : []),
      ...part(page.say("settings_differ"), this.settings(studies)))));
  }

  row(title, texts) {
    return element("tr", {}, element("th", { scope: "row" }, title), ...texts.map((text) => element("td", { class: "figure" }, text)));
  }

  /** Returns the headline figures with their probabilities, and how likely all of them are met together. */
  results(studies) {
    const { page } = this;
    const { headline } = page;
    const likely = (share) => (share === null || share === undefined ? "" : printChance(share));
    return page.facts.horizons.flatMap((year) => [
      ...headline.map((each) => this.row(page.say("in_year", { year, name: page.say("with_unit", { name: each.title[page.language], unit: each.unit[page.language] }) }),
        studies.map(({ line, members }) => [printLarge(line.figure(each, year), each.decimals), likely(members?.chance(each, year))].filter(Boolean).join(" · ")))),
      ...(page.hasDraws ? [this.row(page.say("joint", { year }), studies.map(({ members }) => likely(members?.joint(headline, year)) || NO_FIGURE))] : []),
    ]);
  }

  /** Returns what levers are set to, where studies differ. */
  settings(studies) {
    const { page } = this;
    return page.levers.flatMap((lever) => {
      const rows = Object.keys(lever.fields).map((field) => [field === "to" ? "" : page.say(`field.${field}`), studies.map(({ pin }) => this.value(lever, field, pin))]);
      if (lever.held) rows.push([page.say("by_year"), studies.map(({ pin }) => this.years(lever, pin))]);
      const unit = lever.unit[page.language];
      const title = unit ? page.say("with_unit", { name: lever.title[page.language], unit }) : lever.title[page.language];
      return rows.filter(([, texts]) => new Set(texts).size > 1).map(([field, texts]) => this.row(`${title} ${field}`.trim(), texts));
    });
  }

  value(lever, field, study) {
    const { page } = this;
    const value = page.valueOf(lever, field, study);
    return field === "start" || field === "end" ? String(value) : page.rows.get(lever.name).print(value);
  }

  years(lever, study) {
    const { page } = this;
    const print = (value) => page.rows.get(lever.name).print(value);
    return Object.entries(page.yearsOf(lever, study)).map(([year, value]) => `${year}: ${print(value)}`).join(", ") || NO_FIGURE;
  }
}

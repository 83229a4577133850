/** Questions to begin with: cards that set a study, and the answer of the one that is set. */
const VISITED = "teda-visited"; // in the browser's storage, once a reader has seen what the page offers at first

/** Returns whether a reader is here for the first time; no where a browser keeps nothing. */
function isFirstVisit() {
  try {
    return localStorage.getItem(VISITED) === null;
  } catch {
    return false;
  }
}

class Questions {
  /** @param {object} page `say`, `language`, `facts`, `state`, `contentOf`, `ask`, `indicators`, `times` */
  constructor(page) {
    this.page = page;
    const { state } = page;
    const isPlain = !state.changes.size && state.pins.every((pin) => !pin.changes.size && !pin.name);
    this.isOpen = isPlain && page.facts.questions.length > 0 && isFirstVisit();
  }

  /** Builds the cards, and the places of their button and of the answer. */
  build() {
    const { page } = this;
    const { questions } = page.facts;
    this.text = "";
    this.button = element("button", { type: "button", id: "ask", hidden: !questions.length, "aria-controls": "questions",
      onclick: () => (this.isOpen ? this.fold() : this.unfold()) }, page.say("questions_button"));
    const cards = questions.map((each) => element("li", {}, element("button", { type: "button", "data-id": each.id,
      onclick: () => page.ask(each) }, each.ask[page.language])));
    this.panel = element("section", { id: "questions", class: "questions", "aria-labelledby": "questions-title" },
      element("div", { class: "bar" }, element("h2", { id: "questions-title", tabindex: -1 }, page.say("questions")),
        element("button", { type: "button", class: "plain", onclick: () => page.tour.start() }, page.say("tour_offer")),
        element("button", { type: "button", class: "plain fold", onclick: () => this.fold() }, page.say("questions_fold"))),
      element("ul", {}, ...cards));
    this.asked = element("b", {});
    this.found = element("span", {});
    this.answer = element("p", { class: "answer", hidden: true }, this.asked, " ", this.found);
    this.showFold();
  }

  showFold() {
    this.panel.hidden = !this.isOpen;
    this.button.setAttribute("aria-expanded", String(this.isOpen));
  }

  unfold() {
    this.isOpen = true;
    this.showFold();
    this.panel.querySelector("h2").focus();
  }

  /** Puts the cards away; the next visit begins without them. */
  fold() {
    this.isOpen = false;
    this.showFold();
    try {
      localStorage.setItem(VISITED, "1");
    } catch {
      // forbidden or full: nothing is offered unasked then
    }
  }

  /** Returns the question whose study is set, undefined where none is. */
  get current() {
    const { page } = this;
    const { state } = page;
    const isFiled = ({ scenario, changes }, compare) => scenario === compare && !changes.size;
    return page.facts.questions.find((each) => state.pins.length === 1 && isFiled(state.pins[0], each.compare)
      && page.contentOf({ scenario: each.scenario, changes: page.changesOf(each) }) === page.contentOf(state));
  }

  /** Shows the answer, which follows from what the charts show. */
  show(seen) {
    const { current, page } = this;
    this.answer.hidden = !current;
    const texts = current ? [current.ask[page.language], this.answerOf(current, seen, seen.pins[0])] : ["", ""];
    const text = texts.join(" ").trim();
    if (text === this.text) return;
    this.text = text;
    [this.asked.textContent, this.found.textContent] = texts;
  }

  answerOf({ answer, indicator: id, year }, { line, members }, pin) {
    const { page } = this;
    const indicator = page.indicators.get(id);
    const cut = (series) => series.subarray(series.length - page.times.length);
    const series = cut(line.series(indicator));
    const sentences = {
      target: () => this.target(indicator, year, line, members),
      reach: () => this.reach(indicator, year, series, members ? cut(members.bands(indicator, SHARES)[0]) : null),
      peak: () => this.peak(indicator, year, line, members),
      difference: () => this.difference(indicator, page.times.indexOf(year), series, cut(pin.line.series(indicator)),
        members && pin.members ? differenceBands(members, pin.members, indicator, SHARES)?.map(cut) : null, pin.name),
    }[answer]();
    return sentences.filter(Boolean).join(page.language === "zh" ? "" : " ");
  }

  /** Returns a figure with its unit, as `sim.report.words.amounts` has it. */
  amount(indicator, text) {
    const unit = indicator.unit[this.page.language];
    if (unit === "%") return `${text}%`;
    return /^\d/.test(unit) ? `${text} × ${unit}` : `${text} ${unit}`;
  }

  target(indicator, year, line, members) {
    const { page } = this;
    const share = members ? members.chance(indicator, year) : null;
    return [page.say("answer_target", { year, value: this.amount(indicator, printLarge(line.figure(indicator, year), indicator.decimals)),
      level: this.amount(indicator, indicator.shown[year]) }),
    share === null ? "" : page.say("answer_likely", { word: page.say(likelihood(share)), chance: printChance(share) })];
  }

  /** Says when a level is reached: by the run at the model's own values, and by 95% of the members. */
  reach(indicator, year, series, lowest) {
    const { page } = this;
    const level = indicator.targets[year];
    const when = (values) => page.times[values.findIndex((value) => isMet(indicator, value, level))];
    const last = page.times.at(-1);
    const first = when(series);
    const safe = lowest ? when(lowest) : undefined;
    return [first ? page.say("answer_reach", { year: first }) : page.say("answer_reach_not", { year: last }),
      !lowest ? "" : safe ? page.say("answer_reach_all", { year: safe }) : page.say("answer_reach_few", { year: last })];
  }

  /** Says when the highest value comes; one in the last year may be passed later. */
  peak(indicator, year, line, members) {
    const { page } = this;
    const of = (figure) => indicator.from + Math.round(figure);
    const range = members ? members.range(indicator, year)?.map(of) : null;
    const when = of(line.figure(indicator, year));
    return [when < year ? page.say("answer_peak", { year: when }) : page.say("answer_peak_not", { year }),
      range ? page.say("answer_peak_range", { low: range[0], high: range[1] }) : ""];
  }

  difference(indicator, place, series, before, bands, name) {
    const { page } = this;
    const decimals = indicator.decimals + 1; // as in the panel of changes: so that the figures add up
    const isShare = indicator.unit.zh === "%";
    const change = (value) => printChange(value, decimals);
    const gap = change(series[place] - before[place]);
    return [page.say("answer_difference", { year: page.times[place], name, value: this.amount(indicator, printFigure(series[place], decimals)),
      before: this.amount(indicator, printFigure(before[place], decimals)),
      change: isShare ? page.say("points", { change: gap }) : this.amount(indicator, gap) }),
    bands ? page.say("answer_difference_range", { low: change(bands[0][place]), high: change(bands[4][place]) }) : ""];
  }
}

/** What a reader has set on a page, in which language, and how the address remembers it. */
const COUNTS = [1, 2, 4]; // charts at once

class Setting {
  /** @param {object} facts all that the page is told: texts, levers, scenarios, indicators, kernel */
  constructor(facts) {
    this.facts = facts;
    this.isPlan = facts.kind === "plan";
    this.hasDraws = facts.drawn.length > 0;
    this.colours = facts.colours;
    this.spec = { ...facts.kernel, years: facts.kernel.times };
    this.indicators = new Map(facts.indicators.map((each) => [each.id, each]));
    this.levers = facts.groups.flatMap((group) => group.levers);
    this.times = this.spec.times.filter((time) => time >= facts.first);
    this.language = facts.language;
    this.state = { scenario: 0, against: 0, changes: new Map(), charts: [...facts.charts], count: 1 };
    this.fit();
    this.recall();
  }

  /** Fills up the charts to the largest number that can be chosen. */
  fit() {
    const { charts } = this.state;
    const others = [...this.indicators.keys()].filter((id) => !charts.includes(id));
    while (charts.length < COUNTS[COUNTS.length - 1] && others.length) charts.push(others.shift());
    this.state.count = COUNTS.filter((count) => count <= charts.length).pop();
  }

  // --- texts ------------------------------------------------------------------------------------

  say(key, values = {}) {
    return this.facts.texts[key][this.language].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  // --- values -----------------------------------------------------------------------------------

  get scenario() {
    return this.facts.scenarios[this.state.scenario];
  }

  /** Returns the value of a lever's field in a scenario as filed. */
  filedOf(lever, field, scenario = this.scenario) {
    const place = lever.fields[field];
    if (place === null) return lever.low;
    const given = scenario.values.find(([at]) => at === place);
    return given ? given[1] : this.facts.values[place];
  }

  valueOf(lever, field) {
    return this.state.changes.get(lever.name)?.[field] ?? this.filedOf(lever, field);
  }

  isMoved(lever) {
    return this.state.changes.has(lever.name);
  }

  /** Returns what the kernel reads: the value of each input, and whether members differ in it. */
  settings(scenario = this.scenario, changes = this.state.changes) {
    const values = Float64Array.from(this.facts.values);
    const isDrawn = new Uint8Array(values.length);
    for (const place of this.facts.drawn) isDrawn[place] = 1;
    const give = (place, value) => {
      values[place] = value;
      isDrawn[place] = 0;
    };
    for (const [place, value] of scenario.values) give(place, value);
    for (const lever of this.levers) {
      for (const [field, value] of Object.entries(changes.get(lever.name) || {})) {
        if (lever.fields[field] !== null) give(lever.fields[field], value);
      }
    }
    return { values, isDrawn };
  }

  titleOf(number) {
    return this.facts.scenarios[number].title[this.language];
  }

  /** Returns the command that gives the same figures. */
  commandText() {
    const file = this.isPlan ? `teda run ${this.scenario.name}` : `teda model run ${this.facts.file}`;
    const parts = this.levers.flatMap((lever) => Object.entries(this.state.changes.get(lever.name) || {}).map(
      ([field, value]) => ` --set "${this.isPlan && field !== "to" ? fieldName(lever.name, field) : lever.name}=${value}"`));
    return file + parts.join("");
  }

  // --- what is remembered in the address --------------------------------------------------------

  remember() {
    const { scenario, against, changes, charts, count } = this.state;
    const text = JSON.stringify({ language: this.language, scenario: this.facts.scenarios[scenario].name,
      against: against === null ? null : this.facts.scenarios[against].name, changes: [...changes], charts, count });
    history.replaceState(null, "", `#${encodeURIComponent(text)}`);
  }

  /** Takes from the address what fits this page, and nothing else. */
  recall() {
    let kept = null;
    try {
      kept = JSON.parse(decodeURIComponent(location.hash.slice(1)));
    } catch (error) {
      return;
    }
    if (!kept || typeof kept !== "object") return;
    const { state, facts } = this;
    const numberOf = (name) => facts.scenarios.findIndex((each) => each.name === name);
    if (["zh", "en"].includes(kept.language)) this.language = kept.language;
    if (numberOf(kept.scenario) >= 0) state.scenario = numberOf(kept.scenario);
    state.against = numberOf(kept.against) >= 0 ? numberOf(kept.against) : kept.against === null ? null : state.scenario;
    if (Array.isArray(kept.charts) && kept.charts.length === state.charts.length && kept.charts.every((id) => this.indicators.has(id))) {
      state.charts = kept.charts;
    }
    if (COUNTS.includes(kept.count) && kept.count <= state.charts.length) state.count = kept.count;
    const pairs = (Array.isArray(kept.changes) ? kept.changes : []).filter(Array.isArray);
    for (const [name, change] of pairs) this.recallChange(name, change);
  }

  recallChange(name, change) {
    const lever = this.levers.find((each) => each.name === name);
    if (!lever || !change || typeof change !== "object") return;
    const fits = Object.entries(change).filter(([field, value]) => {
      const [low, high] = field === "start" || field === "end" ? lever.years : [lever.low, lever.high];
      return field in lever.fields && typeof value === "number" && low <= value && value <= high;
    });
    if (fits.length) this.state.changes.set(name, Object.fromEntries(fits));
    if (!("start" in lever.fields)) return;
    const start = this.valueOf(lever, "start");
    const isLate = start > this.valueOf(lever, "end");
    if (isLate || start < lever.given[this.scenario.name]) this.state.changes.delete(name);
  }
}

/** Returns the model's name of a lever's field: "X start", "X start[element]". */
function fieldName(name, field) {
  const [whole, element = ""] = name.split(/(?=\[)/);
  return `${whole} ${field}${element}`;
}

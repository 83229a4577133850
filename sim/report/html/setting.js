/** What a reader has set on a page, in which language, and how the address remembers it. */
const COUNTS = [1, 2, 4, 6]; // charts at once

class Setting {
  /**
   * @param {object} facts all that the page is told: texts, levers, scenarios, indicators, kernel
   * @param {object} host what the page stands in: `root`, `isWhole`, `query()`, `write(query)`
   */
  constructor(facts, host) {
    this.facts = facts;
    this.host = host;
    this.isPlan = facts.kind === "plan";
    this.hasDraws = facts.drawn.length > 0;
    this.colours = facts.colours;
    this.spec = { ...facts.kernel, years: facts.kernel.times };
    this.indicators = new Map(facts.indicators.map((each) => [each.id, each]));
    this.levers = facts.groups.flatMap((group) => group.levers);
    this.times = this.spec.times.filter((time) => time >= facts.first);
    this.language = facts.language;
    this.state = { scenario: 0, against: 0, changes: new Map(), charts: [...facts.charts], count: facts.charts.length };
    this.fit();
    this.recall(host.query());
  }

  /** Fills up the charts to the largest number that can be chosen. */
  fit() {
    const { charts } = this.state;
    const others = [...this.facts.charts, ...this.indicators.keys()].filter((id) => !charts.includes(id));
    while (charts.length < COUNTS[COUNTS.length - 1] && others.length) {
      const next = others.shift();
      if (!charts.includes(next)) charts.push(next);
    }
    this.state.count = COUNTS.filter((count) => count <= Math.min(charts.length, this.state.count)).pop() || 1;
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

  /** Returns the value of a lever's field: the reader's, that after the reader's path, or the scenario's. */
  valueOf(lever, field) {
    const change = this.state.changes.get(lever.name);
    return change?.[field] ?? (change?.path ? this.rampAfter(lever, change)[field] : this.filedOf(lever, field));
  }

  /** Returns the ramp that goes on from the end of a path, as `sim.scenario.layers` has it. */
  rampAfter(lever, { to, start, end, path }) {
    const yearly = yearlyOf(path);
    const last = Math.max(...Object.keys(path).map(Number));
    const begin = start ?? last;
    const latest = Math.max(...Object.keys(lever.held).map(Number));
    return { from: yearly[last], to: to ?? yearly[last], start: begin, end: end ?? Math.min(begin + 1, latest) };
  }

  /** Returns the last year that is given for a lever, by the reader or else the scenario; -Infinity for none. */
  heldUntil(lever) {
    const path = this.state.changes.get(lever.name)?.path;
    return path ? Math.max(...Object.keys(path).map(Number)) : lever.given?.[this.scenario.name] ?? -Infinity;
  }

  /** Returns what a lever is in each year that its path or its scenario's gives, and the value until then. */
  yearsOf(lever) {
    const path = this.state.changes.get(lever.name)?.path;
    if (path) return path;
    const places = Object.entries(lever.held || {});
    const filed = new Map(this.scenario.values);
    return Object.fromEntries(places.filter(([, place]) => filed.has(place)).map(([year, place]) => [year, filed.get(place)]));
  }

  /** Returns whether the page's own kernel can give a lever its values by year. */
  hasYears(lever) {
    const places = Object.values(lever.held || {});
    return places.length > 0 && places.every((place) => place !== null);
  }

  /** Returns whether only a server can compute what is set. */
  get isBeyond() {
    return this.levers.some((lever) => this.state.changes.get(lever.name)?.path && !this.hasYears(lever));
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
      const { path, ...fields } = changes.get(lever.name) || {};
      if (path) this.givePath(lever, path, give);
      const whole = path ? this.rampAfter(lever, { ...fields, path }) : fields;
      for (const [field, value] of Object.entries(whole)) if (lever.fields[field] !== null) give(lever.fields[field], value);
    }
    return { values, isDrawn };
  }

  /** Gives what a lever is in every year of a path, until its first year the value before. */
  givePath(lever, path, give) {
    const yearly = yearlyOf(path);
    const first = Math.min(...Object.keys(path).map(Number));
    const before = lever.before?.[this.scenario.name] ?? this.filedOf(lever, "from");
    for (const [year, place] of Object.entries(lever.held)) {
      if (place === null) continue;
      give(place, year in yearly ? yearly[year] : Number(year) < first ? before : this.facts.values[place]);
    }
  }

  titleOf(number) {
    return this.facts.scenarios[number].title[this.language];
  }

  /** Returns the command that gives the same figures. */
  commandText() {
    const file = this.isPlan ? `teda run ${this.scenario.name}` : `teda model run ${this.facts.file}`;
    const parts = this.levers.flatMap((lever) => Object.entries(this.state.changes.get(lever.name) || {}).map(
      ([field, value]) => ` --set "${fieldName(lever.name, field)}=${field === "path" ? pathText(value) : value}"`));
    return file + parts.join("");
  }

  // --- a study as a query: in the address, in files, and between a page and its server -----------

  /** Returns what a reader has set as the query of a link. */
  queryOf() {
    const { scenario, against, changes, charts, count } = this.state;
    const parts = [["scenario", this.facts.scenarios[scenario].name]];
    if (against !== null) parts.push(["compare", this.facts.scenarios[against].name]);
    if (this.isPlan || count > 1) for (const id of charts.slice(0, count)) parts.push(["chart", id]);
    for (const lever of this.levers) {
      const { path, ...fields } = changes.get(lever.name) || {};
      for (const [field, value] of Object.entries(fields)) parts.push(["set", `${linked(fieldName(lever.name, field))}:${value}`]);
      if (path) parts.push(["path", `${linked(lever.name)}:${pathText(path)}`]);
    }
    return parts.map(([name, value]) => `${name}=${encodeURIComponent(value).replace(/%(3A|5B|5D|2C)/g, decodeURIComponent)}`).join("&");
  }

  /** Takes from a query what fits this page, and nothing else. */
  recall(query) {
    const given = new URLSearchParams(query);
    const { state, facts } = this;
    const numberOf = (name) => facts.scenarios.findIndex((each) => each.name === name);
    if (["zh", "en"].includes(given.get("lang"))) this.language = given.get("lang");
    if (numberOf(given.get("scenario")) < 0) return;
    state.scenario = numberOf(given.get("scenario"));
    state.against = numberOf(given.get("compare")) < 0 ? null : numberOf(given.get("compare"));
    const charts = [...new Set(given.getAll("chart"))].filter((id) => this.indicators.has(id));
    if (charts.length) {
      state.charts = charts;
      state.count = COUNTS.find((count) => count >= charts.length) || COUNTS[COUNTS.length - 1];
      this.fit();
    }
    state.changes = new Map();
    const fields = new Map(this.levers.flatMap((lever) => Object.keys(lever.fields).map(
      (field) => [linked(fieldName(lever.name, field)).toLowerCase(), { lever, field }])));
    for (const text of given.getAll("set")) {
      const at = text.lastIndexOf(":");
      const found = fields.get(text.slice(0, at).replace(/ /g, "_").toLowerCase());
      if (found) this.recallChange(found.lever, { [found.field]: Number(text.slice(at + 1)) });
    }
    for (const text of given.getAll("path")) {
      const at = text.indexOf(":");
      const found = fields.get(text.slice(0, at).replace(/ /g, "_").toLowerCase());
      if (found) this.recallChange(found.lever, { path: readPath(text.slice(at + 1)) });
    }
    this.dropDisorder();
  }

  /** Takes a change of a lever where it is within the lever's limits. */
  recallChange(lever, change) {
    const fits = ([field, value]) => {
      if (field === "path") {
        return lever.held && value && (this.host.ask || this.hasYears(lever)) && Object.entries(value).every(([year, each]) => year in lever.held && lever.low <= each && each <= lever.high);
      }
      const [low, high] = field === "start" || field === "end" ? lever.years : [lever.low, lever.high];
      return Number.isFinite(value) && low <= value && value <= high;
    };
    const kept = Object.entries(change).filter(fits);
    if (kept.length) this.state.changes.set(lever.name, { ...this.state.changes.get(lever.name), ...Object.fromEntries(kept) });
  }

  /** Drops changes of years that do not go with the scenario. */
  dropDisorder() {
    for (const lever of this.levers.filter((each) => "start" in each.fields)) {
      const isLate = this.valueOf(lever, "start") > this.valueOf(lever, "end");
      if (isLate || this.valueOf(lever, "start") < this.heldUntil(lever)) this.state.changes.delete(lever.name);
    }
  }
}

/** Returns the name of a lever's field in settings: "X", "X start", "X start[element]". */
function fieldName(name, field) {
  if (field === "to" || field === "path") return name;
  const [whole, element = ""] = name.split(/(?=\[)/);
  return `${whole} ${field}${element}`;
}

/** Returns a name without blanks, which an address would write as `%20`. */
function linked(name) {
  return name.replace(/ /g, "_");
}

/** Returns values by year as an address has them. */
function pathText(path) {
  return Object.entries(path).map(([year, value]) => `${year}:${value}`).join(",");
}

/** Returns values by year from an address, null where they are none. */
function readPath(text) {
  const pairs = text.split(",").map((pair) => pair.split(":"));
  const isRight = pairs.every((pair) => pair.length === 2 && /^\d{4}$/.test(pair[0]) && pair[1].trim() !== "" && Number.isFinite(Number(pair[1])));
  return isRight ? Object.fromEntries(pairs.map(([year, value]) => [year, Number(value)])) : null;
}

/** Returns every year's value of a path: between two given ones by equal steps. */
function yearlyOf(path) {
  const given = Object.entries(path).map(([year, value]) => [Number(year), value]).sort(([a], [b]) => a - b);
  const found = {};
  given.forEach(([first, low], place) => {
    found[first] = low;
    if (place + 1 === given.length) return;
    const [last, high] = given[place + 1];
    for (let year = first; year < last; year++) found[year] = low + ((high - low) * (year - first)) / (last - first);
  });
  return found;
}

/** What a reader has set on a page, in which language, and how the address remembers it. */
const COUNTS = [1, 2, 4, 6]; // charts at once
const MOST_PINS = 3; // studies to compare with
const LONGEST_NAME = 40; // letters of their names
const RAMP = 2; // years that a lever takes from where it is, as in searches
const DIGITS = 12; // of what a lever is in these years, in links
const NAME = ";name:"; // the last part of such a study, so that a name may hold any letter

class Setting {
  /**
   * @param {object} facts all that the page is told: texts, levers, scenarios, indicators, kernel
   * @param {object} host what the page stands in: `root`, `isWhole`, `query()`, `write(query)`
   */
  constructor(facts, host) {
    this.facts = facts;
    this.host = host;
    this.isPlan = facts.kind === "plan";
    this.grid = { text: "", section: "", attribute: "", verdict: "", column: null, isFalling: false }; // what the table shows
    this.why = null; // the indicator and year of which the page says why
    this.hasDraws = facts.drawn.length > 0;
    this.colours = facts.colours;
    this.spec = { ...facts.kernel, years: facts.kernel.times };
    this.indicators = new Map(facts.indicators.map((each) => [each.id, each]));
    this.levers = facts.groups.flatMap((group) => group.levers);
    this.fields = new Map(this.levers.flatMap((lever) => Object.keys(lever.fields).map(
      (field) => [linked(fieldName(lever.name, field)).toLowerCase(), { lever, field }]))); // by their names in links
    this.times = this.spec.times.filter((time) => time >= facts.first);
    this.language = facts.language;
    this.state = { scenario: 0, changes: new Map(), pins: [{ scenario: 0, changes: new Map(), name: "" }],
      charts: [...facts.charts], count: facts.charts.length };
    this.difference = null; // the pinned study from which charts show the difference
    this.fit();
    this.recall(host.query());
  }

  /** Returns the headline indicators. */
  get headline() {
    return this.facts.headline.map((id) => this.indicators.get(id));
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

  /** Shows charts of some indicators, and fills up to a number that can be chosen. */
  takeCharts(ids) {
    this.state.charts = [...ids];
    this.state.count = COUNTS.find((count) => count >= ids.length) || COUNTS[COUNTS.length - 1];
    this.fit();
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
  valueOf(lever, field, study = this.state) {
    const change = study.changes.get(lever.name);
    const scenario = this.scenarioOf(study);
    if (!change?.path) return change?.[field] ?? this.filedOf(lever, field, scenario);
    if (field !== "to" && this.isBefore(lever, change, scenario)) return this.filedOf(lever, field, scenario);
    return this.rampAfter(lever, change)[field];
  }

  /** Returns the scenario on which a study stands. */
  scenarioOf(study) {
    return this.facts.scenarios[study.scenario];
  }

  /** Returns the ramp that goes on from the end of a path, as `sim.scenario.layers` has it. */
  rampAfter(lever, { to, start, end, path }) {
    const yearly = yearlyOf(path);
    const last = lastOf(path);
    const begin = start ?? last;
    return { from: yearly[last], to: to ?? yearly[last], start: begin, end: end ?? Math.min(begin + 1, lastOf(lever.held)) };
  }

  /** Returns whether a lever is by its scenario until the first year of a path: one to the end leaves no room for a ramp after it. */
  isBefore(lever, { path, ...fields }, scenario) {
    const isOpen = !(scenario.name in (lever.given ?? {})) || lever.before[scenario.name] === null;
    return isOpen && lastOf(path) === lastOf(lever.held) && !Object.keys(fields).length;
  }

  /**
   * Returns the path by which a measure of the years gone turns to a value after them: what was published stays as it was.
   * It is the ramp of `yearsAhead` by year, on top of the scenario's; null where a lever is no such measure.
   */
  turnTo(lever, value, scenario = this.scenario) {
    const { known } = this.facts;
    if (known === undefined || !this.hasYears(lever) || lever.given[scenario.name] !== undefined) return null;
    const filed = ["from", "to", "start", "end"].map((field) => this.filedOf(lever, field, scenario));
    if (filed[0] === filed[1] || filed[2] >= known) return null;
    const now = rampAt(filed, known);
    const mean = (place) => Number((now + ((value - now) * (place + 0.5)) / RAMP).toPrecision(DIGITS));
    const years = Array.from({ length: RAMP }, (_, place) => [known + 1 + place, mean(place)]);
    return Object.fromEntries([...years, [known + RAMP + 1, value], [lastOf(lever.held), value]]);
  }

  /** Returns the change by which a lever that has its scenario's values moves to another one. */
  changeTo(lever, value, scenario = this.scenario) {
    const path = this.turnTo(lever, value, scenario);
    return path ? { path } : { ...this.yearsAhead(lever, scenario), to: value };
  }

  /** Returns whether all that is changed of a lever is where it moves to. */
  isAnew(lever) {
    const change = this.state.changes.get(lever.name);
    const moved = this.changeTo(lever, this.valueOf(lever, "to"));
    return !change || JSON.stringify(Object.entries(change).sort()) === JSON.stringify(Object.entries(moved).sort());
  }

  /** Returns the changes of a question: each lever is moved as a reader would. */
  changesOf({ scenario, levers }) {
    const place = (name) => this.levers.find((lever) => lever.name === name);
    return new Map(levers.map(([name, to]) => [name, this.changeTo(place(name), to, this.facts.scenarios[scenario])]));
  }

  /** Returns the ramp of a lever as it is shown: of a turn the one that it stands for. */
  rampOf(lever) {
    const [from, to, start, end] = ["from", "to", "start", "end"].map((field) => this.valueOf(lever, field));
    if (!this.isTurn(lever, this.state.changes.get(lever.name))) return { from, to, start, end };
    const { known } = this.facts;
    const filed = ["from", "to", "start", "end"].map((field) => this.filedOf(lever, field));
    return { from: rampAt(filed, known), to, start: known, end: known + RAMP };
  }

  /** Returns whether a change is such a turn, and nothing else. */
  isTurn(lever, change) {
    if (!change?.path) return false;
    const turn = this.turnTo(lever, change.path[lastOf(change.path)]);
    return Boolean(turn) && Object.keys(change).length === 1 && pathText(turn) === pathText(change.path);
  }

  /**
   * Returns the years in which a lever moves that is moved anew: from the first January of which nothing is published,
   * where it has stood still in its scenario until then; nothing where its own ramp lies ahead, or is a measure of the
   * years gone, which it stays.
   */
  yearsAhead(lever, scenario = this.scenario) {
    const { known } = this.facts;
    if (known === undefined || !("start" in lever.fields) || lever.given[scenario.name] !== undefined) return {};
    const [from, to, start, end] = ["from", "to", "start", "end"].map((field) => this.filedOf(lever, field, scenario));
    return from === to && start < known ? { start: known, end: end > known ? end : Math.min(known + RAMP, lever.years[1]) } : {};
  }

  /** Returns whether a lever is moved in years of which figures are published, which is an assumption in hindsight. */
  isHindsight(lever) {
    const { known } = this.facts;
    const path = this.state.changes.get(lever.name)?.path;
    if (known === undefined || !("start" in lever.fields)) return false;
    if (path) return Math.min(...Object.keys(path).map(Number)) <= known;
    const fields = ["from", "to", "start", "end"];
    const [now, filed] = [this.valueOf, this.filedOf].map((read) => fields.map((field) => read.call(this, lever, field)));
    return this.times.some((year) => this.heldUntil(lever) < year && year <= known && rampAt(now, year) !== rampAt(filed, year));
  }

  /** Returns the last year that is given for a lever, by the reader or else the scenario; -Infinity for none. */
  heldUntil(lever, study = this.state) {
    const path = study.changes.get(lever.name)?.path;
    return path ? lastOf(path) : lever.given?.[this.scenarioOf(study).name] ?? -Infinity;
  }

  /** Returns what a lever is in each year that its path or its scenario's gives, and the value until then. */
  yearsOf(lever, study = this.state) {
    const path = study.changes.get(lever.name)?.path;
    if (path) return path;
    const places = Object.entries(lever.held || {});
    const filed = new Map(this.scenarioOf(study).values);
    return Object.fromEntries(places.filter(([, place]) => filed.has(place)).map(([year, place]) => [year, filed.get(place)]));
  }

  /** Returns whether the page's own kernel can give a lever its values by year. */
  hasYears(lever) {
    const places = Object.values(lever.held || {});
    return places.length > 0 && places.every((place) => place !== null);
  }

  /** Returns whether only a server can compute what is set. */
  isBeyond(study = this.state) {
    return this.levers.some((lever) => study.changes.get(lever.name)?.path && !this.hasYears(lever));
  }

  isMoved(lever) {
    return this.state.changes.has(lever.name);
  }

  /** Returns what the kernel reads: the value of each input, and whether members differ in it. */
  settings(study = this.state) {
    const { changes } = study;
    const scenario = this.scenarioOf(study);
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
      if (path) this.givePath(lever, { ...fields, path }, scenario, give);
      const isBefore = path && this.isBefore(lever, { ...fields, path }, scenario);
      const whole = path && !isBefore ? this.rampAfter(lever, { ...fields, path }) : fields;
      for (const [field, value] of Object.entries(whole)) if (lever.fields[field] !== null) give(lever.fields[field], value);
    }
    return { values, isDrawn };
  }

  /** Gives what a lever is in every year of a path, until its first year the value before or what the scenario has. */
  givePath(lever, change, scenario, give) {
    const yearly = yearlyOf(change.path);
    const first = Math.min(...Object.keys(change.path).map(Number));
    const before = lever.before?.[scenario.name] ?? this.filedOf(lever, "from", scenario);
    const isBefore = this.isBefore(lever, change, scenario);
    for (const [year, place] of Object.entries(lever.held)) {
      if (place === null) continue;
      give(place, year in yearly ? yearly[year] : Number(year) < first && !isBefore ? before : this.facts.values[place]);
    }
  }

  /** Returns what a study is called: its scenario, and how much of it is changed. */
  titleOf(study) {
    const name = this.scenarioOf(study).title[this.language];
    return study.changes.size ? this.say("with_changes", { name, count: study.changes.size }) : name;
  }

  /** Returns the name of a pinned study: the reader's, or what it is. */
  nameOf(pin) {
    if (pin.name) return pin.name;
    const title = this.titleOf(pin);
    return pin.changes.size || pin.scenario !== this.state.scenario ? title : this.say("as_filed", { name: title });
  }

  /** Returns the command that gives the same figures of a study. */
  commandText(study = this.state) {
    const file = this.isPlan ? `teda run ${this.scenarioOf(study).name}` : `teda model run ${this.facts.file}`;
    const parts = this.levers.flatMap((lever) => Object.entries(study.changes.get(lever.name) || {}).map(
      ([field, value]) => ` --set "${fieldName(lever.name, field)}=${field === "path" ? pathText(value) : value}"`));
    return file + parts.join("");
  }

  // --- a study as a query: in the address, in files, and between a page and its server -----------

  /** Returns what a reader has set as the query of a link. */
  queryOf() {
    const { charts, count, pins } = this.state;
    const parts = [["scenario", this.scenario.name], ...pins.map((pin) => ["compare", this.pinText(pin)])];
    if (!pins.length && !this.host.ask) parts.push(["compare", ""]); // a file opens with one
    if (this.isPlan || count > 1) for (const id of charts.slice(0, count)) parts.push(["chart", id]);
    if (this.difference) parts.push(["difference", pins.indexOf(this.difference) + 1]);
    parts.push(...this.leverParts(this.state));
    return parts.map(([name, value]) => `${name}=${encodeURIComponent(value).replace(/%(3A|3B|5B|5D|2C)/g, decodeURIComponent)}`).join("&");
  }

  /** Returns the parts of a link that say what of levers is changed. */
  leverParts({ changes }) {
    return this.levers.flatMap((lever) => {
      const { path, ...fields } = changes.get(lever.name) || {};
      const parts = Object.entries(fields).map(([field, value]) => ["set", `${linked(fieldName(lever.name, field))}:${value}`]);
      return path ? [...parts, ["path", `${linked(lever.name)}:${pathText(path)}`]] : parts;
    });
  }

  /** Returns what a study is of, equal where its figures are. */
  contentOf(study) {
    return [this.scenarioOf(study).name, ...this.leverParts(study).map(([kind, text]) => `${kind}:${text}`)].join(";");
  }

  /** Returns a study to compare with as a link has it, as `sim.ui.pins` reads it. */
  pinText(pin) {
    return this.contentOf(pin) + (pin.name ? NAME + pin.name : "");
  }

  /** Returns a study to compare with from a link, null where it does not fit this page as a whole. */
  readPin(text) {
    const at = text.indexOf(NAME);
    const [scenario, ...parts] = (at < 0 ? text : text.slice(0, at)).split(";");
    const pin = { scenario: this.facts.scenarios.findIndex((each) => each.name === scenario), changes: new Map(),
      name: at < 0 ? "" : cleanName(text.slice(at + NAME.length)) };
    if (pin.scenario < 0) return null;
    const isWhole = parts.every((part) => {
      const sign = part.indexOf(":");
      return this.recallPart(part.slice(0, sign), part.slice(sign + 1), pin.changes);
    });
    return isWhole && this.levers.every((lever) => this.isInOrder(lever, pin)) ? pin : null;
  }

  /**
   * Takes from a query what fits this page, and nothing else.
   * @returns {string[]|null} what of it does not fit; null where it is no study of this page, and nothing is taken
   */
  recall(query) {
    const given = new URLSearchParams(query);
    const { state, facts } = this;
    const numberOf = (name) => facts.scenarios.findIndex((each) => each.name === name);
    if (["zh", "en"].includes(given.get("lang"))) this.language = given.get("lang");
    if (numberOf(given.get("scenario")) < 0) return null;
    state.scenario = numberOf(given.get("scenario"));
    const refused = [];
    const taken = (texts, read) => texts.filter((text) => read(text) || (refused.push(text), false));
    const pins = given.getAll("compare").filter(Boolean);
    const found = taken(pins, (text) => this.readPin(text));
    refused.push(...found.slice(MOST_PINS));
    state.pins = found.slice(0, MOST_PINS).map((text) => this.readPin(text));
    this.difference = state.pins[Number(given.get("difference")) - 1] || null;
    const charts = taken([...new Set(given.getAll("chart"))], (id) => this.indicators.has(id));
    if (charts.length) this.takeCharts(charts);
    state.changes = new Map();
    for (const kind of ["set", "path"]) taken(given.getAll(kind), (text) => this.recallPart(kind, text, state.changes));
    refused.push(...this.dropDisorder());
    return refused;
  }

  /** Takes a part of a link that changes a lever into changes; returns whether it fits. */
  recallPart(kind, text, changes) {
    const at = kind === "path" ? text.indexOf(":") : text.lastIndexOf(":");
    const found = this.fields.get(text.slice(0, at).replace(/ /g, "_").toLowerCase());
    if (!found || !["set", "path"].includes(kind)) return false;
    const { lever } = found;
    const [field, value] = kind === "path" ? ["path", readPath(text.slice(at + 1))] : [found.field, readNumber(text.slice(at + 1))];
    if (!this.isWithin(lever, field, value)) return false;
    changes.set(lever.name, { ...changes.get(lever.name), [field]: value });
    return true;
  }

  /** Returns whether a value of a field is within the lever's limits. */
  isWithin(lever, field, value) {
    if (field === "path") {
      return lever.held && value && (this.host.ask || this.hasYears(lever))
        && Object.entries(value).every(([year, each]) => year in lever.held && lever.low <= each && each <= lever.high);
    }
    const [low, high] = field === "start" || field === "end" ? lever.years : [lever.low, lever.high];
    return Number.isFinite(value) && low <= value && value <= high;
  }

  /** Returns whether a lever's ramp starts before it ends, and after what is given by year. */
  isInOrder(lever, study = this.state) {
    if (!("start" in lever.fields)) return true;
    const change = study.changes.get(lever.name);
    if (change?.path && this.isBefore(lever, change, this.scenarioOf(study))) return true; // the scenario's ramp stays
    const start = this.valueOf(lever, "start", study);
    return this.heldUntil(lever, study) <= start && start <= this.valueOf(lever, "end", study);
  }

  /** Drops changes of years that do not go with the scenario; returns the names of their levers. */
  dropDisorder() {
    const wrong = this.levers.filter((lever) => !this.isInOrder(lever));
    for (const lever of wrong) this.state.changes.delete(lever.name);
    return wrong.map((lever) => lever.title[this.language]);
  }
}

/** Returns the name of a lever's field in settings: "X", "X start", "X start[element]". */
function fieldName(name, field) {
  if (field === "to" || field === "path") return name;
  const [whole, element = ""] = name.split(/(?=\[)/);
  return `${whole} ${field}${element}`;
}

/** Returns the last of the years that something is given by. */
function lastOf(path) {
  return Math.max(...Object.keys(path).map(Number));
}

/** Returns where a ramp is at the end of a year. */
function rampAt([from, to, start, end], year) {
  if (year <= start) return from;
  return year >= end ? to : from + ((to - from) * (year - start)) / (end - start);
}

/** Returns a name without blanks, which an address would write as `%20`. */
function linked(name) {
  return name.replace(/ /g, "_");
}

/** Returns a name for a study without letters that cannot be printed, not too long. */
function cleanName(text) {
  return [...text.replace(/[\p{C}\p{Z}]/gu, " ").trim()].slice(0, LONGEST_NAME).join("");
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

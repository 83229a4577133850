/** The page: what the reader has set, what is computed from it when, and where it is shown. */
const REST = 150; // milliseconds without a move, after which all members are computed
const PREVIEW = 72; // members of a preview, the model's own values among them
const COUNTS = [1, 2, 4]; // charts at once
const READABLE = 100; // milliseconds between two states of the table: nobody reads digits any faster

/** Returns the bytes of a packed text. */
async function unpacked(id) {
  const text = atob(document.getElementById(id).textContent);
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

class Page {
  constructor(facts, module, drawn) {
    this.facts = facts;
    this.isPlan = facts.kind === "plan";
    this.hasDraws = facts.drawn.length > 0;
    this.colours = facts.colours;
    const spec = { ...facts.kernel, years: facts.kernel.times };
    const { members } = facts;
    const columns = new Map(facts.drawn.map((place, row) => [place, drawn.subarray(row * members, (row + 1) * members)]));
    this.kernel = new Kernel(module, spec, members);
    this.columns = columns;
    this.pool = new Pool({ module, spec, members, drawn: columns }, this.kernel);
    this.indicators = new Map(facts.indicators.map((each) => [each.id, each]));
    this.levers = facts.groups.flatMap((group) => group.levers);
    this.times = spec.times.filter((time) => time >= facts.first);
    this.filed = new Map(); // results of scenarios as filed, by their number
    this.language = facts.language;
    this.state = { scenario: 0, against: 0, changes: new Map(), charts: [...facts.charts], count: Math.min(4, facts.charts.length) };
    this.fit();
    this.stillness = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.open = new Set();
    this.recall();
    this.build();
    this.compute();
    this.rest();
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

  set(lever, field, value) {
    if (value === this.valueOf(lever, field)) {
      this.rows.get(lever.name).show();
      return;
    }
    const change = { ...this.state.changes.get(lever.name), [field]: value };
    if (value === this.filedOf(lever, field)) delete change[field];
    if (Object.keys(change).length) this.state.changes.set(lever.name, change);
    else this.state.changes.delete(lever.name);
    this.moved([lever]);
  }

  restore(lever) {
    this.state.changes.delete(lever.name);
    this.moved([lever]);
  }

  restoreAll() {
    const levers = this.levers.filter((lever) => this.isMoved(lever));
    this.state.changes.clear();
    this.moved(levers);
  }

  // --- computing --------------------------------------------------------------------------------

  /** Shows what was moved at the next frame, and computes the members meanwhile. */
  moved(levers) {
    for (const lever of levers) this.rows.get(lever.name).show();
    this.isNew = this.isPending = true;
    this.targets?.element.setAttribute("aria-busy", "true");
    this.showState();
    if (!this.stillness.matches) {
      if (!this.frame) this.frame = requestAnimationFrame(() => this.tick());
      this.preview();
    }
    this.isMoving = true;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest(), REST);
  }

  tick() {
    this.frame = 0;
    this.compute();
    this.draw();
  }

  /** Runs the model's own values, at once. */
  compute() {
    applySettings(this.kernel, this.settings(), this.columns);
    this.line = new Results(this.kernel.spec, Kernel.LANES, 1);
    this.line.put(0, 1, this.kernel.results(0, 1));
    this.isOld = true;
    this.isPending = false;
  }

  /** Runs some of the members; one run follows the other as long as something moves. */
  preview() {
    if (this.isPreviewing || !this.hasDraws) return;
    this.isPreviewing = true;
    this.isNew = false;
    const blocks = Math.min(this.kernel.blocks, PREVIEW / Kernel.LANES);
    this.pool.run(this.settings(), blocks, Math.min(PREVIEW, this.facts.members), (results) => {
      this.isPreviewing = false;
      this.take(results);
      if (this.isNew) this.preview();
    });
  }

  /** Computes all members, of what is compared with first; the newest settings win. */
  rest() {
    this.isPreviewing = this.isMoving = false;
    if (this.stillness.matches) this.compute();
    this.draw();
    this.remember();
    const { scenario, changes } = this.state;
    const all = (settings, whenDone) => this.pool.run(settings, this.kernel.blocks, this.facts.members, whenDone);
    const missing = this.comparedWith;
    if (missing !== null && !this.filed.has(missing)) {
      all(this.settings(this.facts.scenarios[missing], new Map()), (results) => {
        this.filed.set(missing, results);
        this.rest();
      });
      return;
    }
    const known = changes.size ? null : this.filed.get(scenario);
    if (known) {
      this.pool.stop();
      this.take(known);
    } else {
      all(this.settings(), (results) => {
        if (!changes.size) this.filed.set(scenario, results);
        this.take(results);
      });
    }
  }

  /** Returns the number of the scenario to compare with, null where there is none or it is the same. */
  get comparedWith() {
    const { against, scenario, changes } = this.state;
    return against === null || (against === scenario && !changes.size) ? null : against;
  }

  take(results) {
    this.members = results;
    this.isOld = results.members < this.facts.members;
    this.draw();
    if (!this.isOld) this.announce();
  }

  // --- showing ----------------------------------------------------------------------------------

  draw() {
    const compared = this.comparedWith === null ? null : this.filed.get(this.comparedWith) || null;
    const members = this.hasDraws ? this.members : null;
    const seen = { line: this.line, members, isOld: this.isOld, compared };
    for (const chart of this.charts) chart.draw(seen);
    if (this.targets) this.drawTargets(members, compared);
    this.legendCompared.hidden = !compared;
    this.showState();
  }

  /** Shows the table, unless it was shown just now and something still moves. */
  drawTargets(members, compared) {
    if (members && this.shownMembers !== members) {
      this.targets.showChances(members);
      this.shownMembers = members;
    }
    const now = performance.now();
    if (this.isMoving && now - this.shownAt < READABLE) return;
    this.shownAt = now;
    this.targets.showLine(this.line, compared);
    if (!this.isPending) this.targets.element.removeAttribute("aria-busy");
  }

  showState() {
    const { members, facts } = this;
    const count = members ? members.members - 1 : 0;
    const words = [];
    if (this.hasDraws) {
      if (!members || this.isPending) words.push(this.say("state_running"));
      else if (!this.isOld) words.push(this.say("state_ready", { members: printFigure(count, 0) }));
      else if (count < facts.members - 1) words.push(this.say("state_preview", { members: count }));
      else words.push(this.say("state_line"));
      if (members?.failed) words.push(this.say("failed", { count: members.failed }));
    }
    if (!this.line.isSound[0]) words.push(this.say("broken"));
    const text = words.join(" ");
    if (this.status.textContent !== text) this.status.textContent = text;
    this.status.classList.toggle("fault", !this.line.isSound[0]);
    const moved = this.levers.filter((lever) => this.isMoved(lever));
    this.resetAll.hidden = !moved.length;
    for (const [group, badge] of this.badges) {
      const here = group.levers.filter((lever) => this.isMoved(lever)).length;
      badge.textContent = here ? this.say("moved", { count: here }) : "";
    }
    this.command.textContent = this.commandText();
    this.heading.textContent = moved.length
      ? this.say("with_changes", { name: this.titleOf(this.state.scenario), count: moved.length })
      : this.titleOf(this.state.scenario);
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

  /** Says the first figure to those who cannot see the charts. */
  announce() {
    const chart = this.charts[0];
    const { indicator } = chart;
    const year = this.isPlan ? this.facts.horizons[0] : this.times[this.times.length - 1];
    const value = this.isPlan ? this.line.figure(indicator, year) : this.line.series(indicator).at(-1);
    this.live.textContent = this.say("said", { year, name: indicator.title[this.language],
      value: chart.print(value), unit: ` ${indicator.unit[this.language]}` });
  }

  // --- building ---------------------------------------------------------------------------------

  build() {
    document.documentElement.lang = this.language === "zh" ? "zh-CN" : "en";
    document.title = this.facts.title[this.language];
    this.rows = new Map(this.levers.map((lever) => [lever.name, new LeverRow(lever, this)]));
    this.badges = new Map();
    this.status = element("p", { class: "status" });
    this.live = element("p", { class: "unseen", role: "status", "aria-live": "polite" });
    this.command = element("code", {});
    this.heading = element("h2", { id: "results" });
    this.targets = this.isPlan ? new TargetTable(this) : null;
    this.shownMembers = null;
    this.shownAt = -Infinity;
    this.chartsBox = element("div", { class: "charts" });
    const root = document.getElementById("page");
    root.replaceChildren(
      element("a", { class: "skip", href: "#results" }, this.say("skip")),
      this.head(),
      element("main", {},
        this.levers.length ? this.leverBox() : null,
        element("section", { class: "results", "aria-labelledby": "results" },
          element("div", { class: "bar" }, this.heading, this.status),
          this.legend(), this.chartsBox,
          this.targets ? element("h2", {}, this.say("targets")) : null,
          this.targets ? element("div", { class: "scroll wide", tabindex: 0, role: "region", "aria-label": this.say("targets") }, this.targets.element) : null,
          this.targets ? element("p", { class: "note" }, this.hasDraws
            ? this.say("targets_note", { base: this.facts.base, members: this.facts.members - 1 })
            : this.say("targets_note_alone")) : null,
          this.foot())),
      this.live);
    this.buildCharts();
    for (const details of root.querySelectorAll("details[data-key]")) {
      if (this.open.has(details.dataset.key)) details.open = true;
      details.addEventListener("toggle", () => this.open[details.open ? "add" : "delete"](details.dataset.key));
    }
  }

  head() {
    const { facts, state } = this;
    const options = (chosen) => facts.scenarios.map((each, number) =>
      element("option", { value: number, selected: number === chosen }, each.title[this.language]));
    const scenario = element("select", { id: "scenario", onchange: () => this.chooseScenario(Number(scenario.value)) }, ...options(state.scenario));
    const against = element("select", { id: "against", onchange: () => this.chooseAgainst(against.value) },
      element("option", { value: "", selected: state.against === null }, this.say("against_none")),
      ...facts.scenarios.map((each, number) => element("option", { value: number, selected: number === state.against },
        this.say("as_filed", { name: each.title[this.language] }))));
    this.resetAll = element("button", { type: "button", id: "reset", onclick: () => this.restoreAll() }, this.say("reset"));
    const choices = [
      facts.scenarios.length > 1 ? element("label", {}, element("span", {}, this.say("term.scenario")), scenario) : null,
      element("label", {}, element("span", {}, this.say("term.compared")), against),
      this.resetAll,
      element("button", { type: "button", id: "language", lang: this.language === "zh" ? "en" : "zh-CN",
        onclick: () => this.switchLanguage() }, this.say("language")),
    ];
    return element("header", {},
      element("div", {}, element("h1", {}, facts.title[this.language]),
        element("p", { class: "note about" }, this.scenario.about[this.language])),
      element("div", { class: "choices" }, ...choices.filter(Boolean)));
  }

  leverBox() {
    const groups = this.facts.groups.map((group) => {
      const badge = element("span", { class: "badge" });
      this.badges.set(group, badge);
      const details = element("details", { class: "group", "data-key": `group ${group.title.en}` },
        element("summary", {}, group.title[this.language], badge),
        ...group.levers.map((lever) => this.rows.get(lever.name).element));
      if (group.open && !this.isBuilt) this.open.add(details.dataset.key);
      return details;
    });
    this.isBuilt = true;
    const find = element("input", { type: "search", placeholder: this.say("search"), "aria-label": this.say("search"),
      oninput: () => this.find(find.value) });
    return element("section", { class: "levers", "aria-label": this.say(this.isPlan ? "levers" : "constants") },
      element("h2", {}, this.say(this.isPlan ? "levers" : "constants")),
      element("p", { class: "note" }, this.say(this.isPlan ? "levers_note" : "constants_note")),
      find, ...groups);
  }

  /** Shows only the levers whose name has a text. */
  find(text) {
    const wanted = text.normalize("NFKC").trim().toLowerCase();
    for (const lever of this.levers) {
      const names = [lever.name, lever.title.zh, lever.title.en].join("\n").toLowerCase();
      this.rows.get(lever.name).element.hidden = !names.includes(wanted);
    }
    for (const details of document.querySelectorAll("details.group")) {
      const isEmpty = !details.querySelector(".lever:not([hidden])");
      details.hidden = isEmpty;
      if (wanted && !isEmpty) details.open = true;
    }
  }

  legend() {
    const item = (kind, text) => element("span", {}, element("i", { class: kind }), text);
    this.legendCompared = item("compared", this.say("compared"));
    const count = element("select", { "aria-label": this.say("count"), onchange: () => {
      this.state.count = Number(count.value);
      this.buildCharts();
      this.draw();
      this.remember();
    } }, ...COUNTS.filter((each) => each <= this.state.charts.length).map((each) =>
      element("option", { value: each, selected: each === this.state.count }, `${this.say("charts")} × ${each}`)));
    return element("div", { class: "legend" }, item("line", this.say("central")),
      ...(this.hasDraws ? [item("outer", this.say("band", { low: 5, high: 95 })), item("inner", this.say("band", { low: 25, high: 75 }))] : []),
      this.legendCompared, count);
  }

  foot() {
    const { facts } = this;
    const copied = element("span", { role: "status" });
    const copy = element("button", { type: "button", onclick: async () => {
      await copyText(this.command);
      copied.textContent = this.say("copied");
    } }, this.say("copy"));
    const names = facts.scenarios.map((each) => each.name).join(", ");
    return element("footer", {},
      this.hasDraws ? element("p", { class: "note" }, this.say("bands_note")) : null,
      element("h2", {}, this.say("settings")),
      element("p", {}, this.command), element("p", {}, copy, " ", copied),
      element("h2", {}, this.say("origin")),
      element("ul", {}, ...[...(this.isPlan ? [this.say("shown", { names })] : []), ...facts.origin[this.language]].map((line) => element("li", {}, line))));
  }

  optionsOfCharts() {
    return [...this.indicators.values()].map((each) => {
      const unit = each.unit[this.language];
      return element("option", { value: each.id }, unit ? this.say("with_unit", { name: each.title[this.language], unit }) : each.title[this.language]);
    });
  }

  buildCharts() {
    for (const chart of this.charts || []) chart.watch.disconnect();
    this.charts = Array.from({ length: this.state.count }, (_, number) => new Chart(this, number));
    this.chartsBox.dataset.count = this.state.count;
    this.chartsBox.replaceChildren(...this.charts.map((chart) => chart.element));
  }

  // --- choices ----------------------------------------------------------------------------------

  chooseChart(number, id) {
    this.state.charts[number] = id;
    this.draw();
    this.remember();
  }

  chooseScenario(number) {
    const was = this.state.scenario;
    this.state.scenario = number;
    if (this.state.against === was) this.state.against = number;
    this.rebuild("scenario");
  }

  chooseAgainst(text) {
    this.state.against = text === "" ? null : Number(text);
    this.rest();
  }

  switchLanguage() {
    this.language = this.language === "zh" ? "en" : "zh";
    this.rebuild("language");
  }

  rebuild(focus) {
    this.build();
    document.getElementById(focus).focus();
    this.compute();
    this.rest();
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

/** Copies the text of an element; where a browser refuses, the text is selected. */
async function copyText(source) {
  try {
    await navigator.clipboard.writeText(source.textContent);
  } catch (error) {
    getSelection().selectAllChildren(source);
    document.execCommand("copy");
  }
}

/** Opens the page, or says why it cannot be. */
async function start() {
  const facts = JSON.parse(document.getElementById("facts").textContent);
  const root = document.getElementById("page");
  root.textContent = facts.texts.starting[facts.language];
  const fail = (key, error) => {
    const { zh, en } = facts.texts[key];
    root.replaceChildren(element("p", { class: "fault", role: "alert" }, `${zh} ${en} (${error.message})`));
    console.error(error);
  };
  let module = null;
  let drawn = null;
  try {
    module = await WebAssembly.compile(await unpacked("module"));
    drawn = new Float64Array(await unpacked("drawn"));
  } catch (error) {
    return fail("no_wasm", error);
  }
  try {
    new Page(facts, module, drawn);
  } catch (error) {
    fail("crash", error);
  }
}

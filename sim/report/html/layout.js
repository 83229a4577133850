/** How a page is laid out: head, levers, charts, table, and where the figures are from. */
class Layout extends Setting {
  constructor(facts, host) {
    super(facts, host);
    this.open = new Set(); // what is unfolded, by its key
    this.told = []; // lines that the reader is told until they have been seen
    this.questions = new Questions(this);
    this.terms = new Terms(this);
    this.tour = new Tour(this);
  }

  build() {
    const { root, isWhole } = this.host;
    if (isWhole) {
      document.documentElement.lang = this.language === "zh" ? "zh-CN" : "en";
      document.title = this.facts.title[this.language];
    }
    this.rows = new Map(this.levers.map((lever) => [lever.name, new LeverRow(lever, this)]));
    this.badges = new Map();
    this.status = element("p", { class: "status" });
    this.live = element("p", { class: "unseen", role: "status", "aria-live": "polite" });
    this.command = element("code", {});
    this.heading = element("h2", { id: "results", tabindex: -1 });
    this.targets = this.isPlan ? new TargetGrid(this) : null;
    this.shownMembers = null;
    this.shownAt = -Infinity;
    this.chartsBox = element("div", { class: "charts" });
    this.toldBox = element("div", { class: "told", role: "alert", hidden: !this.told.length });
    this.showTold();
    this.pinBar = new PinBar(this);
    this.comparison = new Comparison(this);
    this.cards = this.isPlan ? new Cards(this) : null;
    this.changes = this.isPlan ? new ChangePanel(this) : null;
    this.tour.build();
    this.questions.build();
    root.replaceChildren(
      ...(isWhole && this.levers.length ? [this.skip("skip_levers", () => this.firstLever)] : []), this.skip("skip", () => this.heading),
      this.head(), this.questions.panel, this.toldBox,
      element(isWhole ? "main" : "div", { class: "main" },
        this.levers.length ? this.leverBox() : null,
        element("section", { class: "results", "aria-labelledby": "results" },
          element("div", { class: "bar" }, this.heading, this.status),
          this.questions.answer, this.pinBar.element, this.comparison.element, this.cards?.element, this.changes?.element, this.legend(), this.chartsBox,
          this.targets ? element("h2", {}, this.say("targets")) : null,
          this.targets?.element,
          this.targets ? this.note(this.hasDraws
            ? this.say("targets_note", { base: this.facts.base, members: this.facts.members - 1 })
            : this.say("targets_note_alone")) : null,
          this.facts.missing?.[this.language] ? element("p", { class: "note" }, this.say("missing", { names: this.facts.missing[this.language] })) : null,
          this.foot(), this.terms.panel)),
      this.live);
    this.buildCharts();
    for (const details of root.querySelectorAll("details[data-key]")) {
      if (this.open.has(details.dataset.key)) details.open = true;
      details.addEventListener("toggle", () => this.open[details.open ? "add" : "delete"](details.dataset.key));
    }
  }

  /** Returns a button, seen where it has the focus, that leads past what comes before an element. */
  skip(key, target) {
    return element("button", { type: "button", class: "skip", onclick: () => target().focus() }, this.say(key));
  }

  /** Returns the slider of the first lever that can be seen. */
  get firstLever() {
    const open = this.host.root.querySelector("details.group[open] .lever:not([hidden]) input[type=range]");
    return open || this.host.root.querySelector("details.group:not([hidden]) summary");
  }

  /** Returns a note, in which terms can be looked up. */
  note(text) {
    return element("p", { class: "note" }, ...this.terms.mark(text));
  }

  /** Tells something until the reader has seen it. */
  tell(lines) {
    this.told = lines;
    this.showTold();
  }

  showTold() {
    const { told } = this;
    this.toldBox.hidden = !told.length;
    this.toldBox.replaceChildren(...told.map((line) => element("p", {}, line)),
      element("button", { type: "button", onclick: () => this.tell([]) }, this.say("dismiss")));
  }

  head() {
    const { facts, state } = this;
    const options = (chosen) => facts.scenarios.map((each, number) =>
      element("option", { value: number, selected: number === chosen }, each.title[this.language]));
    const scenario = element("select", { id: "scenario", onchange: () => this.chooseScenario(Number(scenario.value)) }, ...options(state.scenario));
    this.resetAll = element("button", { type: "button", id: "reset", onclick: () => this.restoreAll() }, this.say("reset"));
    this.undo = element("button", { type: "button", id: "undo", disabled: true, title: "Ctrl+Z", onclick: () => history.go(-1) }, this.say("undo"));
    this.redo = element("button", { type: "button", id: "redo", disabled: true, title: "Ctrl+Y", onclick: () => history.go(1) }, this.say("redo"));
    const file = element("input", { type: "file", id: "file", hidden: true, accept: ".json,.yaml,.yml",
      onchange: () => file.files.length && openStudy(this, file.files[0]).then(() => (file.value = "")) });
    const choices = [
      facts.scenarios.length > 1 ? element("label", {}, element("span", {}, this.say("term.scenario")), scenario) : null,
      this.undo, this.redo, this.resetAll,
      element("button", { type: "button", id: "save", onclick: () => saveStudy(this) }, this.say("save")),
      element("button", { type: "button", id: "open", onclick: () => file.click() }, this.say("open")), file,
      this.questions.button, this.tour.button,
      !this.host.isWhole ? null : element("button", { type: "button", id: "language", lang: this.language === "zh" ? "en" : "zh-CN",
        onclick: () => this.switchLanguage() }, this.say("language")),
    ];
    return element("header", {},
      element("div", {}, this.host.isWhole ? element("h1", {}, facts.title[this.language]) : null,
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
      this.note(this.say(this.isPlan ? "levers_note" : "constants_note")),
      find, ...groups);
  }

  /** Shows only the levers whose name has a text. */
  find(text) {
    const wanted = text.normalize("NFKC").trim().toLowerCase();
    for (const lever of this.levers) {
      const names = [lever.name, lever.title.zh, lever.title.en].join("\n").toLowerCase();
      this.rows.get(lever.name).element.hidden = !names.includes(wanted);
    }
    for (const details of this.host.root.querySelectorAll("details.group")) {
      const isEmpty = !details.querySelector(".lever:not([hidden])");
      details.hidden = isEmpty;
      if (wanted && !isEmpty) details.open = true;
    }
  }

  legend() {
    const item = (kind, text) => element("span", {}, element("i", { class: kind }), ...this.terms.mark(text));
    this.legendPins = element("span", { class: "legend" });
    this.differenceBox = element("select", { id: "difference", "aria-label": this.say("difference"), hidden: true, onchange: () => {
      this.difference = this.state.pins[this.differenceBox.value - 1] || null;
      this.draw();
      this.remember();
    } });
    const count = element("select", { "aria-label": this.say("count"), onchange: () => {
      this.state.count = Number(count.value);
      this.buildCharts();
      this.draw();
      this.remember();
    } }, ...COUNTS.filter((each) => each <= this.state.charts.length).map((each) =>
      element("option", { value: each, selected: each === this.state.count }, `${this.say("charts")} × ${each}`)));
    return element("div", { class: "legend" }, item("line", this.say("central")),
      ...(this.hasDraws ? [item("outer", this.say("band", { low: 5, high: 95 })), item("inner", this.say("band", { low: 25, high: 75 }))] : []),
      this.legendPins, this.differenceBox, count);
  }

  /** Names the pinned studies in the legend, and in the choice of what charts show. */
  showLegend(pins) {
    const key = JSON.stringify([pins.map(({ name, kind }) => [name, kind]), this.state.pins.indexOf(this.difference)]);
    if (this.legendPins.dataset.key === key) return;
    this.legendPins.dataset.key = key;
    this.legendPins.replaceChildren(...pins.map(({ name, kind }) => element("span", {}, element("i", { class: kind }), name)));
    this.legendPins.hidden = pins.some(({ pin }) => pin === this.difference);
    this.differenceBox.hidden = !pins.length;
    this.differenceBox.replaceChildren(element("option", { value: "0" }, this.say("difference_none")),
      ...pins.map(({ pin, name }) => element("option", { value: this.state.pins.indexOf(pin) + 1, selected: pin === this.difference },
        this.say("difference_from", { name }))));
  }

  foot() {
    const { facts } = this;
    const copied = element("span", { role: "status" });
    const copy = element("button", { type: "button", onclick: async () => {
      await copyText(this.command);
      copied.textContent = this.say("copied");
    } }, this.say("copy"));
    const names = facts.scenarios.map((each) => each.title[this.language]).join(this.language === "zh" ? "、" : ", ");
    return element("footer", {},
      this.hasDraws ? this.note(this.say("bands_note")) : null,
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

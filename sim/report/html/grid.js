/** The plan's indicators as a grid: figures, targets and probabilities of the horizons, sorted and filtered by the reader. */
const SPARK = { width: 84, height: 22 }; // pixels
const VERDICTS = ["likely.very", "likely.rather", "likely.even", "likely.hardly", "likely.not"];

class TargetGrid {
  /** @param {object} page `say`, `language`, `facts`, `indicators`, `times`, `grid` (what the reader has chosen in it) */
  constructor(page) {
    this.page = page;
    this.table = element("table", { class: "targets" });
    this.summary = element("p", { class: "note" });
    this.count = element("span", { class: "note", role: "status" });
    this.element = element("div", { class: "grid" }, this.summary, this.tools(),
      element("div", { class: "scroll wide", tabindex: 0, role: "region", "aria-label": page.say("targets") }, this.table));
    this.build([]);
  }

  // --- what is shown ------------------------------------------------------------------------------

  tools() {
    const { page } = this;
    const { grid } = page;
    const choice = (name, title, options) => {
      const found = element("select", { "aria-label": title, onchange: () => this.filter(name, found.value) },
        element("option", { value: "" }, title), ...options.map(([value, text]) => element("option", { value, selected: grid[name] === value }, text)));
      return found;
    };
    const find = element("input", { type: "search", id: "find-target", placeholder: page.say("find_target"), "aria-label": page.say("find_target"),
      value: grid.text, oninput: () => this.filter("text", find.value) });
    const attributes = [...new Map(page.facts.indicators.filter((each) => each.attribute).map(({ attribute }) => [attribute.en, attribute])).values()];
    return element("div", { class: "tools" }, find,
      choice("section", page.say("all_sections"), Object.entries(page.facts.sections).map(([key, title]) => [key, title[page.language]])),
      choice("attribute", page.say("all_attributes"), attributes.map((each) => [each.en, each[page.language]])),
      page.hasDraws ? choice("verdict", page.say("all_verdicts"), VERDICTS.map((key) => [key, page.say(key)])) : null,
      this.count, takeAwayBar(page, {}, () => this.content()));
  }

  filter(name, value) {
    this.page.grid[name] = value;
    this.arrange();
  }

  /** Returns whether an indicator is among those that the reader wants to see. */
  isWanted(indicator) {
    const { text, section, attribute, verdict } = this.page.grid;
    const names = [indicator.id, indicator.name.zh, indicator.name.en].join("\n").toLowerCase();
    return names.includes(text.normalize("NFKC").trim().toLowerCase()) && (!section || indicator.section === section)
      && (!attribute || indicator.attribute?.en === attribute) && (!verdict || this.values.get(`${indicator.id} verdict`) === verdict);
  }

  sort(column) {
    const { grid } = this.page;
    if (grid.column !== column) Object.assign(grid, { column, isFalling: false });
    else if (!grid.isFalling) grid.isFalling = true;
    else grid.column = null;
    this.arrange();
  }

  /** Puts the rows in the order that the reader has chosen, those of the plan in its sections. */
  arrange() {
    const { page } = this;
    const { column, isFalling } = page.grid;
    for (const [key, head] of this.heads) head.setAttribute("aria-sort", key !== column ? "none" : isFalling ? "descending" : "ascending");
    const sectionsOf = Object.keys(page.facts.sections);
    const shown = sectionsOf.flatMap((section) => page.facts.indicators.filter((each) => each.section === section && this.isWanted(each)));
    this.count.textContent = page.say("shown_of", { shown: shown.length, all: page.facts.indicators.length });
    this.shown = shown;
    const rows = (each) => (page.why?.indicator === each.id ? [this.rows.get(each.id), this.whyRow] : [this.rows.get(each.id)]);
    if (column !== null) {
      shown.sort((a, b) => this.compare(this.values.get(`${a.id} ${column}`), this.values.get(`${b.id} ${column}`), isFalling ? -1 : 1));
      this.bodies.replaceWith(...[this.bodies = element("tbody", {}, ...shown.flatMap(rows))]);
      for (const body of this.sections) body.remove();
      this.sections = [];
      return;
    }
    const sections = sectionsOf.map((section) => {
      const here = shown.filter((each) => each.section === section);
      return here.length ? element("tbody", {}, element("tr", { class: "section" },
        element("th", { scope: "rowgroup", colspan: this.heads.size }, page.facts.sections[section][page.language])), ...here.flatMap(rows)) : null;
    }).filter(Boolean);
    for (const body of this.sections) body.remove();
    this.sections = sections;
    this.bodies.replaceChildren();
    this.table.append(...sections);
  }

  /** Compares two values of a column; what has none comes last either way. */
  compare(a, b, sign) {
    const isNone = (value) => value === undefined || value === "" || Number.isNaN(value);
    if (isNone(a) || isNone(b)) return isNone(a) - isNone(b);
    return sign * (typeof a === "string" ? a.localeCompare(b, this.page.language) : a - b);
  }

  // --- rows ---------------------------------------------------------------------------------------

  /** Returns the columns: a key, and a head; what is no figure is a word. */
  columns() {
    const { page } = this;
    const { horizons, base, indicators } = page.facts;
    const words = { name: page.say("term.indicator"), kind: page.say("term.kind") };
    if (indicators.some((each) => each.official)) words.official = page.say("official", { year: page.facts.evaluated });
    const ofYear = (year) => ["target", "figure", "gap", ...(page.hasDraws ? ["chance"] : [])].map((kind) => [`${kind} ${year}`, page.say(`${kind}_of`, { year })]);
    const { name, ...others } = words;
    return new Map([["name", name], ["base", page.say("base_of", { year: base })], ["published", page.say("published")],
      ...horizons.flatMap(ofYear), ["course", page.say("course", { first: page.times[0], last: page.times.at(-1) })], ...Object.entries(others),
      ...this.pins.flatMap((pin) => horizons.map((year) => [`${pin.kind} ${year}`, page.say("pin_of", { year, name: pin.name })]))]);
  }

  /** Builds heads and rows, where the pinned studies are not those of before. */
  build(pins) {
    const key = JSON.stringify(pins.map(({ name, kind }) => [name, kind]));
    if (this.built === key) return false;
    this.built = key;
    this.pins = pins;
    this.cells = new Map(); // by indicator and column
    this.values = new Map(); // the same, as they are sorted
    const columns = this.columns();
    const isWord = (column) => ["name", "kind", "official"].includes(column);
    this.heads = new Map([...columns].map(([column, text]) => [column, element("th", { scope: "col",
      class: isWord(column) ? column : `figure ${column.replace(/^figure/, "result").split(" ")[0]}` },
    column === "course" ? text : element("button", { type: "button", class: "plain sort", ...this.page.terms.attributesOf(text), onclick: () => this.sort(column) }, text))]));
    this.rows = new Map(this.page.facts.indicators.map((each) => [each.id, this.row(each, [...columns.keys()])]));
    this.whyRow = element("tr", { class: "why" }, this.whyCell = element("td", { colspan: columns.size }));
    this.bodies = element("tbody");
    this.sections = [];
    this.table.replaceChildren(element("thead", {}, element("tr", {}, ...this.heads.values())), this.bodies);
    this.arrange();
    return true;
  }

  row(indicator, columns) {
    const { page } = this;
    const { language } = page;
    const why = element("button", { type: "button", class: "plain name", "aria-expanded": "false", "data-indicator": indicator.id,
      onclick: () => page.askWhy(indicator) }, indicator.name[language]);
    this.cells.set(`${indicator.id} why`, why);
    this.values.set(`${indicator.id} name`, indicator.name[language]);
    const unit = indicator.unit[language];
    return element("tr", { "data-id": indicator.id },
      element("th", { scope: "row" }, why, unit ? element("span", { class: "unit" }, unit) : null),
      ...columns.slice(1).map((column) => this.cell(indicator, column)));
  }

  /** Returns a cell with what does not move in it. */
  cell(indicator, column) {
    const { page } = this;
    const [kind, year] = column.split(" ");
    const place = `${indicator.id} ${column}`;
    const found = element(kind === "figure" ? "span" : "td", { class: "figure", "data-column": column });
    this.cells.set(place, found);
    if (kind === "kind" || kind === "official") {
      found.className = "word";
      found.textContent = (kind === "kind" ? indicator.kind : indicator.official)?.[page.language] ?? NO_FIGURE;
      this.values.set(place, found.textContent);
    } else if (kind === "published") {
      const [last, value] = indicator.published || [];
      found.textContent = indicator.published ? `${this.ofYear(indicator, value)}\n${last}` : NO_FIGURE;
      this.values.set(place, value ?? NaN);
    } else if (kind === "target") {
      found.textContent = indicator.shown[year] ?? NO_FIGURE;
      this.values.set(place, indicator.targets[year] ?? NaN);
    } else if (kind === "course") {
      found.append(this.spark(indicator));
    } else if (kind === "figure") {
      const range = element("small", { "data-column": `range ${year}` });
      this.cells.set(`${indicator.id} range ${year}`, range);
      return element("td", { class: "figure" }, found, range);
    }
    return found;
  }

  /** Writes a text into a cell, and keeps the value by which it is sorted. */
  write(place, text, value, kind = null) {
    const cell = this.cells.get(place);
    if (cell.textContent !== text) cell.textContent = text;
    if (kind !== null) cell.className = kind;
    this.values.set(place, value);
  }

  /** Shows the figures of the single runs, of what is set and of the pinned studies. */
  showLine({ line, pins }) {
    const { page } = this;
    for (const indicator of page.facts.indicators) {
      const { id, decimals } = indicator;
      this.write(`${id} base`, ...this.base(indicator, line));
      for (const year of page.facts.horizons) {
        const figure = line.figure(indicator, year);
        this.write(`${id} figure ${year}`, printFigure(figure, decimals), figure);
        const gap = figure - (indicator.targets[year] ?? NaN);
        this.write(`${id} gap ${year}`, Number.isNaN(gap) ? "" : printChange(gap, decimals), gap);
        for (const pin of pins) {
          const share = page.hasDraws && pin.members ? pin.members.chance(indicator, year) : null;
          const other = pin.line.figure(indicator, year);
          const text = printFigure(other, decimals);
          this.write(`${id} ${pin.kind} ${year}`, share === null ? text : `${text}\n${printChance(share)}`, other);
          this.values.set(`${id} ${pin.kind} ${year} chance`, share);
        }
      }
      if (!page.isMoving) this.trace(indicator, line);
    }
    if (!page.isMoving) this.arrange();
  }

  /** Returns the base as published, or the model's own figure: an estimate, or in brackets; and its value. */
  base(indicator, line) {
    const { years } = line.spec;
    const value = line.series(indicator)[years.indexOf(this.page.facts.base)];
    if (indicator.base !== null) return [indicator.base.text[this.page.language], indicator.base.value];
    if (indicator.measure === "reduction" && !indicator.estimated) return [NO_FIGURE, NaN];
    const text = this.ofYear(indicator, value);
    if (text === NO_FIGURE) return [text, NaN];
    return [indicator.estimated ? `≈${text}` : `(${text})`, value];
  }

  /** Returns the figure of one year, said as such where targets are sums over several. */
  ofYear(indicator, value) {
    const text = printFigure(value, indicator.decimals);
    return indicator.yearly && text !== NO_FIGURE ? this.page.say("a_year", { figure: text }) : text;
  }

  /** Shows the bands and probabilities that members give. */
  showChances(members) {
    const { page } = this;
    if (!page.hasDraws) return;
    const { horizons, indicators } = page.facts;
    for (const indicator of indicators) {
      const { id } = indicator;
      for (const year of horizons) {
        const band = members.range(indicator, year);
        this.write(`${id} range ${year}`, band ? page.say("range", { low: printFigure(band[0], indicator.decimals), high: printFigure(band[1], indicator.decimals) }) : "");
        ["5%", "95%"].forEach((edge, place) => this.values.set(`${id} ${edge} ${year}`, band?.[place]));
        const share = members.chance(indicator, year);
        this.write(`${id} chance ${year}`, share === null ? "" : page.say("likely", { word: page.say(likelihood(share)), chance: printChance(share) }),
          share ?? NaN, share === null ? "figure" : `figure ${share >= 0.5 ? "met" : "missed"}`);
      }
      const first = horizons.map((year) => members.chance(indicator, year)).find((share) => share !== null);
      this.values.set(`${id} verdict`, first === undefined ? "" : likelihood(first));
    }
    this.summary.textContent = horizons.flatMap((year) => this.tally(members, year)).join(" ");
  }

  /** Returns how many targets of a year are met, and how likely the main ones are met together. */
  tally(members, year) {
    const { page } = this;
    const shares = page.facts.indicators.filter((each) => each.planned).map((each) => members.chance(each, year)).filter((share) => share !== null);
    if (!shares.length) return [];
    const joint = members.joint(page.headline, year);
    const table1 = year === page.facts.horizons[0] ? members.together(page.facts.indicators.filter((each) => each.section === "table1"), year) : null;
    return [page.say("tally", { year, judged: shares.length, met: shares.filter((share) => share >= 0.5).length }),
      joint === null ? null : page.say("tally_joint", { chance: printChance(joint) }), table1 ? page.say("tally_table1", table1) : null].filter(Boolean);
  }

  // --- what is taken away -------------------------------------------------------------------------

  /** Returns the rows and columns that are shown, in their order; what stands below a figure has columns of its own. */
  content() {
    const { page } = this;
    const columns = [...this.heads].flatMap(([column, head]) => (column === "course" ? [] : [[head.textContent, (each) => this.taken(each, column)], ...this.below(column)]));
    columns.splice(1, 0, [page.say("term.unit"), ({ unit }) => [unit[page.language], unit[page.language]]]);
    return { name: "targets", title: page.say("targets"), heads: columns.map(([head]) => head),
      rows: this.shown.map((indicator) => columns.map(([, read]) => read(indicator))) };
  }

  /** Returns the value of a cell, and its text. */
  taken({ id }, column) {
    const value = this.values.get(`${id} ${column}`);
    return [value, (this.cells.get(`${id} ${column}`)?.textContent ?? value).split("\n")[0]];
  }

  /** Returns what stands below the figures of a column: heads, and how the value of an indicator and its text are read. */
  below(column) {
    const { page } = this;
    const [kind, year] = column.split(" ");
    const read = (key, print) => (each) => {
      const value = this.values.get(`${each.id} ${key}`) ?? null;
      return [value ?? "", value === null ? "" : print(value, each)];
    };
    if (kind === "published") return [[page.say("published_in"), ({ published }) => (published ? [published[0], String(published[0])] : ["", ""])]];
    if (kind === "figure" && page.hasDraws) return ["5%", "95%"].map((share) => [page.say("edge_of", { year, share }), read(`${share} ${year}`, (value, { decimals }) => printFigure(value, decimals))]);
    const pin = page.hasDraws && this.pins.find((each) => each.kind === kind);
    return pin ? [[page.say("pin_of", { year: page.say("chance_of", { year }), name: pin.name }), read(`${column} chance`, printChance)]] : [];
  }

  // --- courses ------------------------------------------------------------------------------------

  spark(indicator) {
    const box = element("div", {});
    box.innerHTML = `<svg class="spark" viewBox="0 0 ${SPARK.width} ${SPARK.height}" aria-hidden="true"><path class="line"/><path class="aims"/></svg>`;
    const [picture] = box.children;
    const [line, targets] = picture.children;
    this.cells.set(`${indicator.id} spark`, { line, targets });
    return picture;
  }

  /** Draws the course of an indicator beside its targets. */
  trace(indicator, results) {
    const { page } = this;
    const { line, targets } = this.cells.get(`${indicator.id} spark`);
    const series = results.series(indicator);
    const shown = series.subarray(series.length - page.times.length);
    const aims = (indicator.marks?.targets || []).map(({ year, level }) => [year, level]);
    const all = [...shown, ...aims.map(([, level]) => level)].filter(Number.isFinite);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const span = page.times.at(-1) - page.times[0];
    const x = (time) => (2 + ((time - page.times[0]) / span) * (SPARK.width - 4)).toFixed(1);
    const y = (value) => (SPARK.height - 3 - ((value - low) / (high - low || 1)) * (SPARK.height - 6)).toFixed(1);
    const points = page.times.map((time, place) => (Number.isFinite(shown[place]) ? `${x(time)},${y(shown[place])}` : "")).filter(Boolean);
    line.setAttribute("d", points.length ? `M${points.join("L")}` : "");
    targets.setAttribute("d", aims.filter(([, level]) => Number.isFinite(level)).map(([year, level]) => `M${x(year)},${y(level)}m-2.5,0l2.5,-2.5l2.5,2.5l-2.5,2.5z`).join(""));
  }

  // --- why ----------------------------------------------------------------------------------------

  /** Opens the row that says why, or closes it. */
  showWhy(panel) {
    for (const indicator of this.page.facts.indicators) {
      this.cells.get(`${indicator.id} why`).setAttribute("aria-expanded", String(this.page.why?.indicator === indicator.id));
    }
    this.whyCell.replaceChildren(...(panel ? [panel.element] : []));
    this.arrange();
  }
}

/** Table of the plan's indicators: figures, targets and probabilities of the horizons. */
class TargetTable {
  /**
   * @param {object} page `say`, `language`, `facts`, `indicators`
   * @param {object[]} pins `name`, `kind` of each pinned study
   */
  constructor(page, pins) {
    this.page = page;
    this.element = element("table", { class: "targets" });
    this.build(pins);
  }

  /** Builds heads and rows, where the pinned studies are not those of before. */
  build(pins) {
    const columns = JSON.stringify(pins.map(({ name, kind }) => [name, kind]));
    if (this.columns === columns) return false;
    this.columns = columns;
    this.pins = pins;
    this.cells = new Map(); // by indicator and column
    const { page } = this;
    const { horizons, sections } = page.facts;
    const head = (text, kind) => element("th", { scope: "col", class: kind }, text);
    const heads = element("tr", {}, head(page.say("term.indicator")), head(page.say("term.unit")),
      head(page.say("base_of", { year: page.facts.base }), "figure"),
      ...horizons.flatMap((year) => [
        head(page.say("result_of", { year }), "figure"),
        head(page.say("target_of", { year }), "figure"),
        ...(page.hasDraws ? [head(page.say("chance_of", { year }), "figure")] : []),
      ]),
      ...this.pins.flatMap(({ name, kind }) => horizons.map((year) => head(page.say("pin_of", { year, name }), `figure ${kind}`))),
      head(page.say("term.kind")));
    const bodies = Object.entries(sections).map(([section, title]) => {
      const rows = page.facts.indicators.filter((each) => each.section === section);
      if (!rows.length) return null;
      return element("tbody", {},
        element("tr", { class: "section" },
          element("th", { scope: "rowgroup", colspan: heads.children.length }, title[page.language])),
        ...rows.map((each) => this.row(each)));
    });
    this.element.replaceChildren(element("thead", {}, heads), ...bodies.filter(Boolean));
    return true;
  }

  row(indicator) {
    const { page } = this;
    const cell = (name, kind = "figure") => {
      const found = element("td", { class: kind, "data-column": name });
      this.cells.set(`${indicator.id} ${name}`, found);
      return found;
    };
    return element("tr", { "data-id": indicator.id },
      element("th", { scope: "row" }, indicator.name[page.language]),
      element("td", {}, indicator.unit[page.language]),
      cell("base"),
      ...page.facts.horizons.flatMap((year) => [
        cell(`figure ${year}`),
        element("td", { class: "figure" }, indicator.shown[year] ?? NO_FIGURE),
        ...(page.hasDraws ? [cell(`chance ${year}`)] : []),
      ]),
      ...this.pins.flatMap(({ kind }) => page.facts.horizons.map((year) => cell(`${kind} ${year}`))),
      element("td", {}, indicator.kind[page.language]));
  }

  write(name, text, kind = null) {
    const cell = this.cells.get(name);
    if (cell.textContent !== text) cell.textContent = text;
    if (kind !== null) cell.className = kind;
  }

  /** Shows the figures of the single runs, of what is set and of the pinned studies. */
  showLine({ line, pins }) {
    const { page } = this;
    for (const indicator of page.facts.indicators) {
      this.write(`${indicator.id} base`, this.base(indicator, line));
      for (const year of page.facts.horizons) {
        const figure = line.figure(indicator, year);
        this.write(`${indicator.id} figure ${year}`, printFigure(figure, indicator.decimals));
        for (const pin of pins) {
          const share = page.hasDraws && pin.members ? pin.members.chance(indicator, year) : null;
          const text = printFigure(pin.line.figure(indicator, year), indicator.decimals);
          this.write(`${indicator.id} ${pin.kind} ${year}`, share === null ? text : `${text}\n${printChance(share)}`);
        }
      }
    }
  }

  /** Returns the base as published, or the model's own figure: an estimate, or in brackets. */
  base(indicator, line) {
    if (indicator.base !== null) return indicator.base;
    if (indicator.measure === "reduction" && !indicator.estimated) return NO_FIGURE;
    const { years } = line.spec;
    const text = printFigure(line.series(indicator)[years.indexOf(this.page.facts.base)], indicator.decimals);
    if (text === NO_FIGURE) return text;
    return indicator.estimated ? `≈${text}` : `(${text})`;
  }

  /** Shows the probabilities that members give. */
  showChances(members) {
    const { page } = this;
    if (!page.hasDraws) return;
    for (const indicator of page.facts.indicators) {
      for (const year of page.facts.horizons) {
        const share = members.chance(indicator, year);
        const kind = share === null ? "figure" : `figure ${share >= 0.5 ? "met" : "missed"}`;
        const text = share === null ? "" : `${printChance(share)} ${share >= 0.5 ? "✓" : "✗"}`;
        this.write(`${indicator.id} chance ${year}`, text, kind);
      }
    }
  }
}

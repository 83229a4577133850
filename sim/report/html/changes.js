/** What was changed, what moved by it, and how much of that each change made. */
const MOST_CHANGES = 8; // of which all 256 combinations are run
const AT_ONCE = 4; // runs between two looks at what the reader does

/** The panel of changes; its parts are computed where it is open. */
class ChangePanel {
  /** @param {object} page `say`, `language`, `facts`, `state`, `levers`, `settings`, `module` */
  constructor(page) {
    this.page = page;
    this.count = element("span", { class: "badge" });
    this.list = element("ul", {});
    this.table = element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": page.say("changes") });
    this.note = element("p", { class: "note" });
    this.element = element("details", { class: "changes", "data-key": "changes", hidden: true, ontoggle: () => this.explain() },
      element("summary", {}, page.say("changes"), this.count), this.list, this.table, this.note);
    this.kernel = null;
    this.explained = null;
  }

  get moved() {
    return this.page.levers.filter((lever) => this.page.isMoved(lever));
  }

  /** Lists the changes of now; what they make follows where the panel is open. */
  show() {
    const { page } = this;
    const levers = this.moved;
    this.element.hidden = !levers.length;
    this.count.textContent = levers.length ? page.say("moved", { count: levers.length }) : "";
    if (this.element.open) this.explain();
  }

  /** Returns a change in words: what a field was, and what it is. */
  words(lever) {
    const { page } = this;
    const row = page.rows.get(lever.name);
    const change = page.state.changes.get(lever.name);
    const isTurn = page.isTurn(lever, change);
    const { path, ...fields } = change;
    const parts = Object.entries(fields).map(([field, value]) => {
      const isYear = field === "start" || field === "end";
      const print = (each) => (isYear ? String(each) : row.print(each));
      const text = `${print(page.filedOf(lever, field))} → ${print(value)}`;
      return field === "to" ? text : `${page.say(`field.${field}`)} ${text}`;
    });
    if (isTurn) parts.push(row.rampText());
    else if (path) parts.push(`${page.say("by_year")} ${Object.entries(path).map(([year, value]) => `${year}: ${row.print(value)}`).join(", ")}`);
    const unit = lever.unit[page.language];
    return `${lever.title[page.language]}${page.language === "zh" ? "：" : ": "}${parts.join("; ")}${unit ? ` ${unit}` : ""}`;
  }

  /** Says how much of each headline figure's change every lever has made. */
  explain() {
    const { page } = this;
    const key = `${page.language} ${page.queryOf()}`;
    if (!this.element.open || page.isMoving || key === this.explained) return;
    this.explained = key;
    const levers = this.moved;
    this.list.replaceChildren(...levers.map((lever) => element("li", {}, this.words(lever))));
    this.table.replaceChildren();
    const many = levers.length > MOST_CHANGES ? "changes_many" : "changes_note";
    const words = page.isBeyond() ? "changes_beyond" : many;
    this.note.replaceChildren(...page.terms.mark(page.say(words, { count: MOST_CHANGES })));
    if (levers.length && words === "changes_note") this.run(levers, (runs) => this.table.replaceChildren(this.rows(levers, runs)));
  }

  /**
   * Runs each combination of changes, some at a time: bit i of its number says whether change i is in it.
   * What is changed meanwhile wins.
   */
  run(levers, whenDone) {
    const { page } = this;
    const { state } = page;
    const key = this.explained;
    this.kernel ||= new Kernel(page.module, page.spec, Kernel.LANES);
    const found = [];
    const some = () => {
      if (key !== this.explained) return;
      const end = Math.min(found.length + AT_ONCE, 2 ** levers.length);
      while (found.length < end) {
        const chosen = levers.filter((_, player) => (found.length >> player) & 1);
        const changes = new Map(chosen.map(({ name }) => [name, state.changes.get(name)]));
        page.settings({ ...state, changes }).values.forEach((value, place) => this.kernel.setShared(place, value));
        const results = new Results(page.spec, Kernel.LANES, 1);
        results.put(0, 1, this.kernel.results(0, 1));
        found.push(results);
      }
      if (found.length < 2 ** levers.length) setTimeout(some, 0);
      else whenDone(found);
    };
    some();
  }

  rows(levers, runs) {
    const { page } = this;
    const head = (text, kind = "figure") => element("th", { scope: "col", class: kind }, text);
    const body = page.facts.headline.flatMap((id) => {
      const indicator = page.indicators.get(id);
      return page.facts.horizons.map((year) => {
        const worth = runs.map((results) => results.figure(indicator, year));
        const decimals = indicator.decimals + 1;
        const cell = (text) => element("td", { class: "figure" }, text);
        return element("tr", {},
          element("th", { scope: "row" }, page.say("with_unit", { name: indicator.title[page.language], unit: indicator.unit[page.language] })),
          element("td", {}, String(year)), cell(printFigure(worth[0], decimals)), cell(printFigure(worth.at(-1), decimals)),
          cell(printChange(worth.at(-1) - worth[0], decimals)),
          ...shapleyParts(worth).map((part) => cell(printChange(part, decimals))));
      });
    });
    return element("table", {}, element("thead", {}, element("tr", {}, head(page.say("term.indicator"), ""), head(page.say("term.year"), ""),
      head(page.say("before")), head(page.say("after")), head(page.say("term.difference")),
      ...levers.map((lever) => head(lever.title[page.language])))), element("tbody", {}, ...body));
  }
}

/** Returns the part of each change in what all bring together (Shapley 1953), as `sim.analysis.decision.shapley` has it. */
function shapleyParts(worth) {
  const count = Math.log2(worth.length);
  const factorial = (n) => (n > 1 ? n * factorial(n - 1) : 1);
  const bits = (n) => (n ? (n & 1) + bits(n >> 1) : 0);
  return Array.from({ length: count }, (_, player) => worth.reduce((sum, value, coalition) => {
    if ((coalition >> player) & 1) return sum;
    const size = bits(coalition);
    const weight = (factorial(size) * factorial(count - size - 1)) / factorial(count);
    return sum + weight * (worth[coalition | (1 << player)] - value);
  }, 0));
}

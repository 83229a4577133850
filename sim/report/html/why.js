/** Why an indicator is where it is: causes, from a server; and what each lever alone would do, computed in the page. */
const TRIED = 41; // values of each lever over its range, as `sim.analysis.decision.reach` tries them
const STRONGEST = 6; // levers that are shown, beside those that would suffice
const OUTSIDE = "outside"; // group of the levers that no policy moves

/** Thrown into a search whose result nobody waits for. */
class Superseded extends Error {}

class WhyPanel {
  /**
   * @param {object} page `say`, `language`, `facts`, `levers`, `settings`, `module`, `set`
   * @param {object} indicator that is asked about
   * @param {number} year for which it is
   */
  constructor(page, indicator, year) {
    Object.assign(this, { page, indicator, year });
    this.causes = element("div", {});
    this.levers = element("div", {});
    const years = element("select", { "aria-label": page.say("term.year"), onchange: () => page.askWhy(indicator, Number(years.value)) },
      ...page.facts.horizons.map((each) => element("option", { value: each, selected: each === year }, String(each))));
    this.element = element("div", { class: "reasons" },
      element("h3", {}, page.say("why_of", { name: indicator.title[page.language] }), " ", years),
      page.note(indicator.definition[page.language].join(" · ")),
      this.causes, this.levers, page.note(page.say("why_note", { year })));
  }

  /** Shows what is known of the study that is set; the levers are tried once for each. */
  show() {
    const { page } = this;
    this.showCauses();
    const key = page.contentOf(page.state);
    if (key === this.tried) return;
    this.tried = key;
    if (page.isBeyond()) {
      this.levers.replaceChildren(element("p", { class: "note" }, page.say("why_beyond")));
      return;
    }
    this.levers.replaceChildren(element("p", { class: "note" }, page.say("state_running")));
    this.try(key).catch((error) => {
      if (!(error instanceof Superseded)) throw error;
    });
  }

  showCauses() {
    const { page } = this;
    const found = page.answer?.why;
    if (!page.host.ask) this.causes.replaceChildren(element("p", { class: "note" }, page.say("why_file")));
    else if (found?.indicator !== this.indicator.id || found.year !== this.year) this.causes.replaceChildren(element("p", { class: "note" }, page.say("state_running")));
    else {
      this.causes.replaceChildren(...found.sentences.map((text) => element("p", {}, text)),
        ...(found.rows.length ? [this.asTable(found.heads, found.rows)] : []));
    }
  }

  asTable(heads, rows) {
    return element("table", {}, element("thead", {}, element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)))),
      element("tbody", {}, ...rows.map(([first, ...others]) => element("tr", {}, element("th", { scope: "row" }, first), ...others.map((text) => element("td", {}, text))))));
  }

  /** Tries levers of policy alone, some runs between two looks at what the reader does: the ends of all, then how far each must go. */
  async try(key) {
    const { page, indicator, year } = this;
    const levers = page.facts.groups.filter((group) => group.name !== OUTSIDE).flatMap((group) => group.levers).filter((lever) => lever.fields.to !== null);
    const kernel = new Kernel(page.module, page.spec, Kernel.LANES);
    const { values } = page.settings();
    values.forEach((value, place) => kernel.setShared(place, value));
    let runs = 0;
    const turned = new Map(levers.filter((lever) => page.isTurn(lever, page.state.changes.get(lever.name))).map(
      (lever) => [lever, Object.values(lever.held)])); // whose years would hide the end of the scenario's ramp
    const figureAt = async (lever, value) => {
      if (runs++ % AT_ONCE === 0) await new Promise((done) => setTimeout(done, 0));
      if (key !== this.tried || !this.element.isConnected) throw new Superseded();
      const places = turned.get(lever) ?? [];
      for (const place of places) kernel.setShared(place, page.facts.values[place]);
      kernel.setShared(lever.fields.to, value);
      const results = new Results(page.spec, Kernel.LANES, 1);
      results.put(0, 1, kernel.results(0, 1));
      for (const place of [...places, lever.fields.to]) kernel.setShared(place, values[place]);
      return results.figure(indicator, year);
    };
    const found = [];
    for (const lever of levers) {
      const [low, high] = [await figureAt(lever, lever.low), await figureAt(lever, lever.high)];
      found.push({ lever, own: page.valueOf(lever, "to"), low, high, change: high - low, needed: undefined });
    }
    const moving = found.filter(({ change }) => change !== 0).sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
    const target = indicator.judged ? indicator.targets[year] : undefined;
    for (const each of moving) {
      this.levers.replaceChildren(this.table(moving));
      each.needed = target === undefined ? null : await this.needed(each, (value) => figureAt(each.lever, value), target);
    }
    this.levers.replaceChildren(this.table(moving));
  }

  /** Returns the value of those tried that is nearest to a lever's own and meets the target, null where none does. */
  async needed({ lever, own }, figureAt, target) {
    const step = (lever.high - lever.low) / (TRIED - 1);
    const tried = Array.from({ length: TRIED }, (_, place) => (place === TRIED - 1 ? lever.high : lever.low + place * step));
    tried.sort((a, b) => Math.abs(a - own) - Math.abs(b - own));
    for (const value of tried) if (isMet(this.indicator, await figureAt(value), target)) return value;
    return null;
  }

  table(found) {
    const { page, indicator } = this;
    const decimals = indicator.decimals + 1;
    const rows = found.filter((each, place) => place < STRONGEST || typeof each.needed === "number");
    const head = (key) => element("th", { scope: "col", class: key === "why_lever" ? "" : "figure" }, page.say(key));
    const cell = (...content) => element("td", { class: "figure" }, ...content);
    return element("table", {}, element("thead", {}, element("tr", {}, ...["why_lever", "why_own", "why_ends", "why_needed"].map(head))),
      element("tbody", {}, ...rows.map(({ lever, own, low, high, needed }) => {
        const row = page.rows.get(lever.name);
        const unit = lever.unit[page.language];
        const isAway = typeof needed === "number" && needed !== own;
        const give = element("button", { type: "button", class: "plain", onclick: () => page.setEnd(lever, needed) }, page.say("why_set"));
        give.setAttribute("aria-label", `${page.say("why_set")} ${lever.title[page.language]}`);
        return element("tr", { "data-name": lever.name },
          element("th", { scope: "row" }, lever.title[page.language], unit ? element("span", { class: "unit" }, unit) : null),
          cell(row.print(own)), cell(`${printFigure(low, decimals)} → ${printFigure(high, decimals)}`),
          cell(needed === undefined ? "…" : needed === null ? NO_FIGURE : row.print(needed), isAway ? " " : null, isAway ? give : null));
      })));
  }
}

/** Cards of the headline indicators: the figure of each horizon and of the years of plans between, targets, and how likely they are met. */
class Cards {
  /** @param {object} page `say`, `language`, `facts`, `indicators`, `chooseChart` */
  constructor(page) {
    this.page = page;
    this.lines = new Map(); // by indicator and year
    this.element = element("div", { class: "cards" }, ...page.facts.headline.map((id) => this.card(page.indicators.get(id))));
  }

  card(indicator) {
    const { page } = this;
    const lines = page.facts.milestones.map((year) => {
      const value = element("b", {});
      const target = element("span", { class: "aim" });
      const chance = element("span", { class: "pill" });
      this.lines.set(`${indicator.id} ${year}`, { value, chance });
      const shown = indicator.shown[year];
      if (shown !== undefined) target.textContent = page.say("aim", { value: shown });
      else if (page.facts.horizons.includes(year)) target.textContent = page.say("no_target");
      return element("div", { class: "line" }, element("span", { class: "year" }, String(year)), value, target, chance);
    });
    return element("article", { class: "card", "data-id": indicator.id },
      element("h3", {}, element("button", { type: "button", class: "term", "data-indicator": indicator.id }, indicator.title[page.language]), element("span", { class: "unit" }, indicator.unit[page.language])),
      ...lines);
  }

  /** Shows the figures of the single run, and the probabilities that members give. */
  show({ line, members, isOld }) {
    const { page } = this;
    for (const id of page.facts.headline) {
      const indicator = page.indicators.get(id);
      for (const year of page.facts.milestones) {
        const { value, chance } = this.lines.get(`${id} ${year}`);
        const text = printLarge(line.figure(indicator, year), indicator.decimals);
        if (value.textContent !== text) value.textContent = text;
        const share = members ? members.chance(indicator, year) : null;
        const words = share === null ? "" : page.say("likely", { word: page.say(likelihood(share)), chance: printChance(share) });
        if (chance.textContent !== words) chance.textContent = words;
        chance.hidden = share === null;
        chance.className = share === null ? "pill" : `pill ${share >= 0.5 ? "met" : "missed"}${isOld ? " old" : ""}`;
      }
    }
  }
}

/** Returns a figure with at least three digits, as the cards and tables of all pages have them. */
function printLarge(value, decimals) {
  const size = Math.abs(value);
  return printFigure(value, Math.max(decimals, size < 10 ? 2 : size < 100 ? 1 : 0));
}

/** Returns the key of the word for a probability: five of them, as in the notes. */
function likelihood(share) {
  if (share >= 0.9) return "likely.very";
  if (share >= 0.66) return "likely.rather";
  if (share >= 0.33) return "likely.even";
  return share >= 0.1 ? "likely.hardly" : "likely.not";
}

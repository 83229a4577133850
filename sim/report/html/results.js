/** Results of a run of some members, and the indicators in them. */
class Results {
  /**
   * @param {object} spec of the kernel
   * @param {number} width members there is room for, the model's own values first
   * @param {number} members of them that count
   */
  constructor(spec, width, members) {
    this.spec = spec;
    this.width = width;
    this.members = members;
    this.data = new Float64Array(spec.rows * spec.saves * width);
    this.isSound = new Uint8Array(width);
    this.kept = new Map();
  }

  /** Takes what a run of blocks has returned. */
  put(first, end, found) {
    const { rows, saves } = this.spec;
    const [count, lane] = [(end - first) * Kernel.LANES, first * Kernel.LANES];
    if (count === this.width) this.data.set(found.subarray(0, rows * saves * count));
    else for (let line = 0; line < rows * saves; line++) {
      this.data.set(found.subarray(line * count, (line + 1) * count), line * this.width + lane);
    }
    const check = found.subarray(rows * saves * count);
    for (let member = 0; member < count; member++) this.isSound[lane + member] = Number.isFinite(check[member]);
  }

  /** Returns the members beside the model's own values that stayed finite. */
  get drawn() {
    const found = [];
    for (let member = 1; member < this.members; member++) if (this.isSound[member]) found.push(member);
    return found;
  }

  /** Returns how many members became non-finite. */
  get failed() {
    return Math.max(0, this.members - 1 - this.drawn.length);
  }

  /** Returns an indicator's figures at the moments of a page, for one member. */
  series(indicator, member = 0) {
    const { data, width, spec } = this;
    if (indicator.measure === "level") {
      return Float64Array.from(spec.kept, (save) => data[(indicator.row * spec.saves + save) * width + member]);
    }
    const at = this.figureAt(indicator, member);
    return Float64Array.from(spec.years, (_, save) => at(save));
  }

  /** Returns the function that gives an indicator's figure at a save, for one member. */
  figureAt(indicator, member) {
    const { data, width, spec } = this;
    const isSum = indicator.measure !== "stock";
    const at = (row, save) => (isSum && save === 0 ? NaN : data[(row * spec.saves + save) * width + member]);
    return (save) => annualFigure(indicator, at, spec.years, save);
  }

  /** Returns the figure compared with the target of a year, for one member. */
  figure(indicator, year, member = 0) {
    return assessed(indicator, this.figureAt(indicator, member), this.spec.years, year);
  }

  /** Returns the figures of all members that are compared with the target of a year. */
  figures(indicator, year) {
    const key = `figures ${indicator.id} ${year}`;
    if (!this.kept.has(key)) this.kept.set(key, Float64Array.from(this.drawn, (member) => this.figure(indicator, year, member)));
    return this.kept.get(key);
  }

  /** Returns which members meet the target of a year, null where it is not judged. */
  met(indicator, year) {
    const target = indicator.targets[year];
    if (target === undefined || !indicator.judged || !this.drawn.length) return null;
    return Array.from(this.figures(indicator, year), (figure) => isMet(indicator, figure, target));
  }

  /** Returns the share of members that meet the target of a year, null where it is not judged. */
  chance(indicator, year) {
    const met = this.met(indicator, year);
    return met && met.filter(Boolean).length / met.length;
  }

  /** Returns the points of 5% and 95% of the figure of a year, null where some member has none. */
  range(indicator, year) {
    const figures = Float64Array.from(this.figures(indicator, year)).sort();
    if (!figures.length || figures.some(Number.isNaN)) return null;
    return [quantile(figures, SHARES[0]), quantile(figures, SHARES.at(-1))];
  }

  /** Returns for each member which of the plan's targets of a year it meets, null where none is judged. */
  all(indicators, year) {
    const met = indicators.filter((each) => each.planned).map((each) => this.met(each, year)).filter(Boolean);
    return met.length ? met[0].map((_, member) => met.map((each) => each[member])) : null;
  }

  /** Returns the share of members that meet all targets of a year among some indicators, null where none is judged. */
  joint(indicators, year) {
    const all = this.all(indicators, year);
    return all && all.filter((met) => met.every(Boolean)).length / all.length;
  }

  /** Returns how many of the targets of a year are judged, and points of how many members meet, as `sim.outcomes.board` has it. */
  together(indicators, year) {
    const all = this.all(indicators, year);
    if (!all) return null;
    const counts = all.map((met) => met.filter(Boolean).length).sort((a, b) => a - b);
    const point = (level) => counts[Math.max(0, Math.ceil(level * counts.length - 1e-9) - 1)];
    return { count: all[0].length, low: point(0.05), middle: point(0.5), high: point(0.95) };
  }

  /** Returns the quantiles of an indicator at every moment, (share, moment); null without members. */
  bands(indicator, shares) {
    const key = `bands ${indicator.id}`;
    if (!this.kept.has(key)) this.kept.set(key, this.bandsOf(indicator, shares));
    return this.kept.get(key);
  }

  bandsOf(indicator, shares) {
    const all = this.drawn.map((member) => this.series(indicator, member));
    return all.length ? quantilesOf(all, shares) : null;
  }
}

/** Returns the quantiles of what differs between members of two results with the same draws, null without them. */
function differenceBands(members, compared, indicator, shares) {
  if (compared.differenceBands) return members.query === compared.query ? compared.differenceBands(indicator) : null;
  if (members.query || members.members > compared.members) return null;
  const both = members.drawn.filter((member) => compared.isSound[member]);
  if (!both.length) return null;
  const all = both.map((member) => {
    const before = compared.series(indicator, member);
    return members.series(indicator, member).map((value, moment) => value - before[moment]);
  });
  return quantilesOf(all, shares);
}

/** Returns the quantiles of several series at every moment, (share, moment). */
function quantilesOf(all, shares) {
  const found = shares.map(() => new Float64Array(all[0].length));
  const column = new Float64Array(all.length);
  for (let moment = 0; moment < all[0].length; moment++) {
    all.forEach((series, place) => (column[place] = series[moment]));
    column.sort();
    shares.forEach((share, place) => (found[place][moment] = quantile(column, share)));
  }
  return found;
}

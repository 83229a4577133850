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
    const isSum = indicator.measure !== "stock" && indicator.measure !== "level";
    if (indicator.measure === "level") {
      return Float64Array.from(spec.kept, (save) => data[(indicator.row * spec.saves + save) * width + member]);
    }
    const at = (row, save) => (isSum && save === 0 ? NaN : data[(row * spec.saves + save) * width + member]);
    return annualSeries(indicator, at, spec.years);
  }

  /** Returns the figure compared with the target of a year, for one member. */
  figure(indicator, year, member = 0) {
    return assessed(indicator, this.series(indicator, member), this.spec.years, year);
  }

  /** Returns the share of members that meet the target of a year, null where it is not judged. */
  chance(indicator, year) {
    const target = indicator.targets[year];
    const drawn = this.drawn;
    if (target === undefined || !indicator.judged || !drawn.length) return null;
    const met = drawn.filter((member) => isMet(indicator, this.figure(indicator, year, member), target));
    return met.length / drawn.length;
  }

  /** Returns the share of members that meet all targets of a year among some indicators, null where none is judged. */
  joint(indicators, year) {
    const judged = indicators.filter((each) => each.judged && each.planned && each.targets[year] !== undefined);
    const { drawn } = this;
    if (!judged.length || !drawn.length) return null;
    const meetsAll = (member) => judged.every((each) => isMet(each, this.figure(each, year, member), each.targets[year]));
    return drawn.filter(meetsAll).length / drawn.length;
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

/** Figures of indicators from a kernel's rows, by the arithmetic of `sim.outcomes.measures`, operation by operation. */
const PER_CENT = 100;

/** Returns a/b, NaN where b is zero. */
function quotient(above, below) {
  return below !== 0 ? above / below : NaN;
}

/**
 * Returns the figure of an indicator at a save, for one member.
 * @param {object} indicator `measure`, `row`, `per`, `scale`, `from` (year that reductions and peaks compare with)
 * @param {function(number, number): number} at value of a row at a save; rows of integrals begin with NaN
 * @param {number[]} years of the saves
 */
function annualFigure(indicator, at, years, save) {
  const { measure, row, per, scale, from } = indicator;
  if (measure === "growth") return save ? PER_CENT * (quotient(at(row, save), at(row, save - 1)) - 1) : NaN;
  if (measure === "peak_year") {
    let highest = NaN;
    let when = NaN;
    for (let i = 0; i <= save; i++) {
      const value = at(row, i);
      if (!(highest > value) && !Number.isNaN(value)) [highest, when] = [value, years[i] - from];
    }
    return when;
  }
  if (measure === "ratio") return scale * quotient(at(row, save), at(per, save));
  if (measure === "reduction") {
    const base = years.indexOf(from);
    const first = base < 0 ? NaN : quotient(at(row, base), at(per, base));
    return PER_CENT * (1 - quotient(quotient(at(row, save), at(per, save)), first));
  }
  return scale * at(row, save);
}

/**
 * Returns the figure that is compared with the target of a year, NaN where the years do not reach it.
 * @param {function(number): number} at figure of the indicator at a save
 */
function assessed(indicator, at, years, year) {
  const last = years.indexOf(year);
  if (last < 0) return NaN;
  if (indicator.measure === "growth") {
    const first = years.indexOf(indicator.since + 1);
    let product = 1;
    for (let i = Math.max(first, 0); i <= last; i++) product *= 1 + at(i) / PER_CENT;
    return PER_CENT * (product ** (1 / (year - indicator.since)) - 1);
  }
  if (indicator.measure === "five_year_sum") {
    let total = 0;
    for (let i = Math.max(last - 4, 0); i <= last; i++) total += at(i);
    return total;
  }
  return at(last);
}

/** Returns a figure at a printed precision, halves away from zero; one that misses a half by its last bits counts. */
function rounded(figure, decimals) {
  const unit = 10 ** decimals;
  const size = Math.floor(Math.abs(figure) * unit * (1 + 1e-12) + 0.5) / unit;
  return figure < 0 ? -size : size;
}

/** Returns whether a figure meets the target of an indicator, rounded as the plan prints it. */
function isMet(indicator, figure, target) {
  const shown = rounded(figure, indicator.precision);
  if (indicator.comparison === ">=") return shown >= target;
  return indicator.comparison === ">" ? shown > target : shown <= target;
}

/** Returns the quantile of numbers in rising order, straight between its two neighbours, as NumPy has it. */
function quantile(sorted, share) {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const [a, b] = [sorted[below], sorted[Math.min(below + 1, sorted.length - 1)]];
  const part = place - below;
  return part >= 0.5 ? b - (b - a) * (1 - part) : a + (b - a) * part;
}

/** Numbers in print, as `sim.report.words.numbers` prints them. */
const NO_FIGURE = "—";

/** Returns digits with separated thousands. */
function separated(digits) {
  const [whole, ...rest] = digits.split(".");
  return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...rest].join(".");
}

/** Returns a figure with a number of decimals. */
function printFigure(value, decimals) {
  return Number.isFinite(value) ? separated((rounded(value, decimals) + 0).toFixed(decimals)) : NO_FIGURE;
}

/** Returns a number with at most so many significant digits, as Python's format `g`. */
function printDigits(value, digits = 6) {
  if (!Number.isFinite(value)) return NO_FIGURE;
  if (value === 0) return "0";
  const [mantissa, power] = value.toExponential(digits - 1).split("e");
  if (power < -4 || power >= digits) {
    const [sign, size] = [power[0] === "-" ? "-" : "+", Math.abs(power)];
    return `${Number(mantissa)}e${sign}${String(size).padStart(2, "0")}`;
  }
  const fixed = Number(value.toPrecision(digits)).toFixed(Math.max(0, digits - 1 - power));
  return separated(fixed.includes(".") ? fixed.replace(/\.?0+$/, "") : fixed);
}

/** Returns a change with its sign, nothing changed without one. */
function printChange(value, decimals) {
  const text = printFigure(value, decimals);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** Returns a probability in whole per cent, never as impossible or certain, nor as even where it is less. */
function printChance(share) {
  const text = `${printFigure(100 * share, 0)}%`;
  if (text === "0%") return "<1%";
  if (text === "100%") return ">99%";
  return text === "50%" && share < 0.5 ? `${printFigure(Math.floor(1000 * share) / 10, 1)}%` : text;
}

/** Returns the number that a reader has typed, NaN where it is none: full width, minus signs and spaces are read. */
function readNumber(text) {
  const plain = text.normalize("NFKC").replace(/−/g, "-").trim();
  const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(value) ? value : NaN;
}

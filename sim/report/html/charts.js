/** Charts: a line, bands of the members, a line to compare with, and targets, on a canvas; and their tables. */
const SHARES = [0.05, 0.25, 0.5, 0.75, 0.95];
const MARGIN = { left: 52, right: 14, top: 10, bottom: 22 };
const HEIGHT = 236; // CSS pixels
const FONT = '11px system-ui, "Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif';

/** Returns four to seven round numbers that span a range. */
function ticksOf(low, high) {
  const rough = (high - low) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((each) => each >= rough) || 10 * power;
  const found = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) found.push(i * step);
  return { found, decimals: Math.max(0, Math.min(6, -Math.floor(Math.log10(step * (1 + 1e-9))) + (step / power === 2.5))) };
}

/** A chart of one indicator. */
class Chart {
  /**
   * @param {object} page `say`, `language`, `indicators`, `times`, `colours`, `isPlan`
   * @param {number} number of the chart on the page, from 0
   */
  constructor(page, number) {
    this.page = page;
    this.number = number;
    this.canvas = element("canvas", { role: "img", height: HEIGHT });
    this.body = element("tbody");
    this.heads = element("tr");
    this.choice = element("select", {
      "aria-label": page.say("chart_of", { number: number + 1 }),
      onchange: () => page.chooseChart(number, this.choice.value),
    }, ...page.optionsOfCharts());
    this.table = element("details", { "data-key": `table ${number}`, ontoggle: () => this.showTable() },
      element("summary", {}, page.say("chart_table")),
      element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": page.say("chart_table") },
        element("table", {}, element("thead", {}, this.heads), this.body)));
    this.element = element("figure", { class: "chart" }, this.choice, this.canvas, this.table);
    this.width = 0; // measured where it changes, because measuring at every frame would lay out the page anew
    this.watch = new ResizeObserver(() => {
      this.width = this.element.clientWidth;
      if (this.seen) this.draw(this.seen);
    });
    this.watch.observe(this.element);
    this.seen = null;
  }

  /** Returns the indicator that it shows. */
  get indicator() {
    return this.page.indicators.get(this.page.state.charts[this.number]);
  }

  /**
   * Draws.
   * @param {object} seen `line` (Results with the model's own values), `members`, `isOld` (of the members),
   *   `compared` (Results or null)
   */
  draw(seen) {
    this.seen = seen;
    const { indicator, page } = this;
    this.choice.value = indicator.id;
    this.parts = {
      line: this.cut(seen.line.series(indicator)),
      bands: seen.members ? seen.members.bands(indicator, SHARES)?.map((band) => this.cut(band)) : null,
      compared: seen.compared ? this.cut(seen.compared.series(indicator)) : null,
      comparedBands: seen.compared?.bands(indicator, SHARES)?.map((band) => this.cut(band)),
    };
    this.paint(seen.isOld);
    if (this.table.open) this.showTable();
    const last = page.times.length - 1;
    const words = { name: indicator.title[page.language], unit: indicator.unit[page.language],
      first: page.times[0], last: page.times[last] };
    this.canvas.setAttribute("aria-label",
      `${page.say(page.isPlan ? "chart_text" : "chart_text_model", words)}: ${this.print(this.parts.line[0])} → ${
        this.print(this.parts.line[last])}`);
  }

  /** Returns the part of a series that the page shows. */
  cut(series) {
    return series.subarray(series.length - this.page.times.length);
  }

  print(value) {
    const { indicator } = this;
    return indicator.decimals === null ? printDigits(value, 5) : printFigure(value, indicator.decimals);
  }

  targets() {
    const { indicator } = this;
    if (indicator.measure === "growth" || indicator.measure === "five_year_sum") return [];
    return Object.entries(indicator.targets || {}).map(([year, value]) => [Number(year), value]);
  }

  range() {
    const { line, bands, compared } = this.parts;
    const all = [...line, ...(compared || []), ...(bands ? [...bands[0], ...bands[4]] : []),
      ...this.targets().map(([, value]) => value)].filter(Number.isFinite);
    if (!all.length) return [0, 1];
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const room = (high - low || Math.abs(high) || 1) * 0.06;
    return [low - room, high + room];
  }

  paint(isOld) {
    const { canvas, page } = this;
    this.width ||= this.element.clientWidth;
    const width = Math.max(200, this.width - 2);
    const ratio = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(HEIGHT * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(HEIGHT * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${HEIGHT}px`;
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, HEIGHT);
    pen.font = FONT;
    const { times } = page;
    const [low, high] = this.range();
    const [left, right] = [MARGIN.left, width - MARGIN.right];
    const [top, bottom] = [MARGIN.top, HEIGHT - MARGIN.bottom];
    const span = times[times.length - 1] - times[0] || 1;
    this.x = (time) => left + ((time - times[0]) / span) * (right - left);
    this.y = (value) => bottom - ((value - low) / (high - low)) * (bottom - top);
    this.paintAxes(pen, { low, high, left, right, bottom });
    const { bands, line, compared, comparedBands } = this.parts;
    if (bands) {
      pen.globalAlpha = isOld ? 0.55 : 1;
      this.fill(pen, bands[0], bands[4], page.colours.outer);
      this.fill(pen, bands[1], bands[3], page.colours.inner);
      pen.globalAlpha = 1;
    }
    if (compared) {
      if (comparedBands) for (const edge of [0, 4]) this.stroke(pen, comparedBands[edge], page.colours.other, 1, [2, 4]);
      this.stroke(pen, compared, page.colours.other, 1.75, [6, 4]);
    }
    this.stroke(pen, line, page.colours.line, 2.25, []);
    this.paintTargets(pen, right);
  }

  paintAxes(pen, { low, high, left, right, bottom }) {
    const { colours, times } = this.page;
    const { found, decimals } = ticksOf(low, high);
    pen.lineWidth = 1;
    pen.strokeStyle = colours.grid;
    pen.fillStyle = colours.muted;
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    for (const tick of found) {
      const y = Math.round(this.y(tick)) + 0.5;
      pen.beginPath();
      pen.moveTo(left, y);
      pen.lineTo(right, y);
      pen.stroke();
      const size = Math.abs(tick);
      pen.fillText(size !== 0 && (size >= 1e6 || size < 1e-4) ? printDigits(tick, 3) : printFigure(tick, decimals), left - 6, y);
    }
    pen.textBaseline = "top";
    const marks = this.page.isPlan ? times.filter((year) => year % 5 === 0)
      : ticksOf(times[0], times[times.length - 1]).found;
    for (const mark of marks) {
      pen.textAlign = mark === times[times.length - 1] ? "right" : mark === times[0] ? "left" : "center";
      pen.fillText(this.page.isPlan ? String(mark) : printDigits(mark).replace(/,/g, ""), this.x(mark), bottom + 6);
    }
  }

  paintTargets(pen, right) {
    const { colours } = this.page;
    for (const [year, value] of this.targets()) {
      const [x, y] = [this.x(year), this.y(value)];
      const sign = { ">=": "≥", ">": ">", "<=": "≤" }[this.indicator.comparison];
      pen.fillStyle = colours.target;
      pen.beginPath();
      pen.moveTo(x, y - 5);
      pen.lineTo(x + 5, y);
      pen.lineTo(x, y + 5);
      pen.lineTo(x - 5, y);
      pen.fill();
      const text = `${sign}${printDigits(value, 15)}`;
      const isLate = x + 10 + pen.measureText(text).width > right;
      pen.textAlign = isLate ? "right" : "left";
      pen.textBaseline = this.indicator.comparison === "<=" ? "top" : "bottom";
      pen.lineWidth = 3;
      pen.strokeStyle = colours.paper;
      pen.strokeText(text, x + (isLate ? -8 : 8), y);
      pen.fillText(text, x + (isLate ? -8 : 8), y);
    }
  }

  stroke(pen, series, colour, width, dash) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.setLineDash(dash);
    pen.beginPath();
    let isOpen = false;
    series.forEach((value, place) => {
      const isThere = Number.isFinite(value);
      if (isThere) pen[isOpen ? "lineTo" : "moveTo"](this.x(this.page.times[place]), this.y(value));
      isOpen = isThere;
    });
    pen.stroke();
    pen.setLineDash([]);
  }

  fill(pen, low, high, colour) {
    const places = [...low.keys()].filter((place) => Number.isFinite(low[place]) && Number.isFinite(high[place]));
    pen.fillStyle = colour;
    pen.beginPath();
    for (const place of places) pen.lineTo(this.x(this.page.times[place]), this.y(high[place]));
    for (const place of places.reverse()) pen.lineTo(this.x(this.page.times[place]), this.y(low[place]));
    pen.fill();
  }

  /** Fills the table of the chart, where it is open. */
  showTable() {
    if (!this.table.open || !this.parts) return;
    const { page, parts } = this;
    const columns = [[page.say("central"), parts.line]];
    if (parts.bands) SHARES.forEach((share, place) => columns.push([share === 0.5 ? page.say("term.median") : `${100 * share}%`, parts.bands[place]]));
    if (parts.compared) columns.push([page.say("compared"), parts.compared]);
    const head = (text) => element("th", { scope: "col" }, text);
    this.heads.replaceChildren(head(page.say(page.isPlan ? "term.year" : "time")), ...columns.map(([name]) => head(name)));
    this.body.replaceChildren(...page.times.map((time, place) => element("tr", {},
      element("th", { scope: "row" }, page.isPlan ? String(time) : printDigits(time).replace(/,/g, "")),
      ...columns.map(([, series]) => element("td", {}, this.print(series[place]))))));
  }
}

/** Charts: a line, bands of the members, a line to compare with, and targets, on a canvas; and their tables. */
const SHARES = [0.05, 0.25, 0.5, 0.75, 0.95];
const EDGES = [0, 4]; // of these: the ends of the wider band
const MARGIN = { left: 52, right: 14, top: 10, bottom: 22 };
const HEIGHT = 236; // CSS pixels
const DASHES = { "pin-1": [6, 4], "pin-2": [2, 3], "pin-3": [10, 3, 2, 3] };
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
    this.canvas = element("canvas", { role: "img", height: HEIGHT, tabindex: 0 });
    this.body = element("tbody");
    this.heads = element("tr");
    this.choice = element("select", {
      "aria-label": page.say("chart_of", { number: number + 1 }),
      onchange: () => page.chooseChart(number, this.choice.value),
    }, ...page.optionsOfCharts());
    this.definition = element("p", { class: "note" });
    this.table = element("details", { "data-key": `table ${number}`, ontoggle: () => this.showTable() },
      element("summary", {}, page.say(page.isPlan ? "chart_facts" : "chart_table")), this.definition,
      takeAwayBar(page, { save_picture: () => savePicture(this), save_drawing: () => saveDrawing(this) }, () => this.content()),
      element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": page.say("chart_table") },
        element("table", {}, element("thead", {}, this.heads), this.body)));
    this.readout = element("p", { class: "readout", "aria-live": "polite" });
    this.names = element("p", { class: "legend names" });
    this.element = element("figure", { class: "chart" }, this.choice, this.readout, this.canvas, this.names, this.table);
    this.canvas.addEventListener("pointermove", (event) => page.point(this.timeAt(event.offsetX)));
    this.canvas.addEventListener("pointerleave", () => page.point(null));
    this.canvas.addEventListener("keydown", (event) => this.press(event));
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
   *   `pins` (of each `line`, `members`, `name`, `kind`)
   */
  draw(seen) {
    this.seen = seen;
    const { indicator, page } = this;
    this.choice.value = indicator.id;
    const from = seen.pins.find(({ pin }) => pin === page.difference);
    this.isDifference = Boolean(from);
    this.parts = from ? this.differences(seen, from) : this.courses(seen);
    this.paint(seen.isOld);
    this.showNames();
    if (this.table.open) this.showTable();
    const last = page.times.length - 1;
    const words = { name: indicator.title[page.language], unit: indicator.unit[page.language],
      first: page.times[0], last: page.times[last] };
    this.canvas.setAttribute("aria-label",
      `${page.say(page.isPlan ? "chart_text" : "chart_text_model", words)}: ${this.print(this.parts.line[0])} → ${
        this.print(this.parts.line[last])}`);
  }

  courses({ line, members, pins }) {
    const { indicator } = this;
    const cut = (bands) => bands?.map((band) => this.cut(band)) || null;
    return {
      line: this.cut(line.series(indicator)),
      bands: members ? cut(members.bands(indicator, SHARES)) : null,
      pins: pins.map((each) => ({ name: each.name, kind: each.kind, line: this.cut(each.line.series(indicator)),
        bands: each.members ? cut(each.members.bands(indicator, SHARES)) : null })),
    };
  }

  /** Returns what differs from a pinned study, member by member. */
  differences({ line, members }, from) {
    const { indicator } = this;
    const before = from.line.series(indicator);
    const bands = members && from.members ? differenceBands(members, from.members, indicator, SHARES) : null;
    return { line: this.cut(line.series(indicator).map((value, place) => value - before[place])),
      bands: bands?.map((band) => this.cut(band)) || null, pins: [] };
  }

  /** Names the marks that this chart has beside line and bands. */
  showNames() {
    const marks = this.marks;
    const kinds = marks && !this.isDifference ? Object.entries(marks.labels[this.page.language]) : [];
    const isCut = this.page.isPlan && this.low > 0;
    const key = JSON.stringify([kinds, isCut]);
    if (this.named === key) return;
    this.named = key;
    this.names.replaceChildren(...kinds.map(([kind, text]) => element("span", {}, element("i", { class: `mark ${kind}${marks.estimated ? " estimated" : ""}` }), text)),
      isCut ? this.page.say("cut") : "");
  }

  /** Moves the year that is read by the arrow keys. */
  press(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const { times, pointed } = this.page;
    const place = pointed === null ? (step > 0 ? 0 : times.length - 1) : times.indexOf(pointed) + step;
    if (place >= 0 && place < times.length) this.page.point(times[place]);
  }

  /** Returns the moment at a place of the canvas. */
  timeAt(x) {
    const { times } = this.page;
    return times.reduce((best, time) => (Math.abs(this.x(time) - x) < Math.abs(this.x(best) - x) ? time : best));
  }

  get marks() {
    return this.indicator.marks || null;
  }

  /** Returns the part of a series that the page shows. */
  cut(series) {
    return series.subarray(series.length - this.page.times.length);
  }

  print(value) {
    const { indicator } = this;
    return indicator.decimals === null ? printDigits(value, 5) : printFigure(value, indicator.decimals);
  }

  range() {
    const { line, bands, pins } = this.parts;
    const marks = this.isDifference ? null : this.marks;
    const others = marks ? [...marks.base, ...marks.observed, ...marks.vision].map(([, value]) => value)
      .concat(marks.targets.map(({ level }) => level), marks.range || []) : [];
    const all = [...line, ...pins.flatMap((each) => [...each.line, ...(each.bands ? [...each.bands[0], ...each.bands[4]] : [])]), ...(bands ? [...bands[0], ...bands[4]] : []), ...others,
      ...(this.isDifference ? [0] : [])].filter(Number.isFinite);
    if (!all.length) return [0, 1];
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const air = 0.08 * (high - low || Math.abs(high) || 1);
    return [low >= 0 && low < 0.5 * high && this.page.isPlan && !this.isDifference ? 0 : low - air, high + air];
  }

  /** Paints the chart on its canvas. */
  paint(isOld) {
    const { canvas, page } = this;
    this.width ||= this.element.clientWidth;
    const ratio = window.devicePixelRatio || 1;
    const width = this.paintedWidth;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(HEIGHT * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(HEIGHT * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${HEIGHT}px`;
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, HEIGHT);
    this.paintWith(pen, isOld);
    this.readout.textContent = page.pointed === null ? "" : this.readoutText();
  }

  get paintedWidth() {
    return Math.max(200, this.width - 2);
  }

  /** Paints with the pen of a canvas, or one that records what it does; no wider or higher than on the page. */
  paintWith(pen, isOld) {
    const { page } = this;
    const width = this.paintedWidth;
    pen.font = FONT;
    const { times } = page;
    const [low, high] = this.range();
    this.low = low;
    const [left, right] = [MARGIN.left, width - MARGIN.right];
    const [top, bottom] = [MARGIN.top, HEIGHT - MARGIN.bottom];
    const first = Math.min(times[0], ...(this.marks ? this.marks.base.map(([year]) => year) : []));
    const span = times[times.length - 1] - first || 1;
    this.x = (time) => left + ((time - first) / span) * (right - left);
    this.y = (value) => bottom - ((value - low) / (high - low)) * (bottom - top);
    this.paintAxes(pen, { low, high, left, right, bottom });
    const { bands, line, pins } = this.parts;
    const marks = this.isDifference ? null : this.marks;
    if (marks) this.paintGoodSides(pen, marks, top, bottom);
    if (bands) {
      pen.globalAlpha = isOld ? 0.55 : 1;
      this.fill(pen, bands[0], bands[4], page.colours.outer);
      this.fill(pen, bands[1], bands[3], page.colours.inner);
      pen.globalAlpha = 1;
    }
    for (const each of pins) {
      const colour = page.colours[each.kind];
      if (each.bands) for (const edge of EDGES) this.stroke(pen, each.bands[edge], colour, 0.75, [1, 3]);
      this.stroke(pen, each.line, colour, 1.75, DASHES[each.kind]);
    }
    if (marks) this.paintPoints(pen, marks.vision, page.colours.vision, [1.5, 3]);
    this.stroke(pen, line, page.colours.line, 2.25, []);
    if (marks) this.paintMarks(pen, marks, right);
    if (page.pointed !== null) this.paintPointed(pen, top, bottom);
  }

  /** Says the figures of the moment that is pointed at. */
  readoutText() {
    const { page, parts } = this;
    const place = page.times.indexOf(page.pointed);
    const print = (value) => (this.isDifference && value > 0 ? "+" : "") + this.print(value);
    const words = { year: page.pointed, value: print(parts.line[place]) };
    const read = !parts.bands ? page.say("read", words)
      : page.say("read_band", { ...words, low: print(parts.bands[0][place]), high: print(parts.bands[4][place]) });
    return [read, ...parts.pins.map((each) => `${each.name} ${print(each.line[place])}`)].join(" · ");
  }

  paintPointed(pen, top, bottom) {
    const x = Math.round(this.x(this.page.pointed)) + 0.5;
    pen.strokeStyle = this.page.colours.muted;
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(x, top);
    pen.lineTo(x, bottom);
    pen.stroke();
  }

  /** Shades the side of each target on which it is met. */
  paintGoodSides(pen, marks, top, bottom) {
    pen.fillStyle = this.page.colours.good;
    for (const { first, year, level } of marks.targets) {
      const [left, right] = first < year ? [this.x(first), this.x(year)] : [this.x(year) - 7, this.x(year) + 7];
      const y = this.y(level);
      if (this.indicator.comparison === "<=") pen.fillRect(left, y, right - left, bottom - y);
      else pen.fillRect(left, top, right - left, y - top);
    }
  }

  /** Draws a line through points that are given by year. */
  paintPoints(pen, points, colour, dash) {
    pen.strokeStyle = colour;
    pen.lineWidth = 1.5;
    pen.setLineDash(dash);
    pen.beginPath();
    points.forEach(([year, value], place) => pen[place ? "lineTo" : "moveTo"](this.x(year), this.y(value)));
    pen.stroke();
    pen.setLineDash([]);
  }

  paintMarks(pen, marks, right) {
    const { colours } = this.page;
    pen.fillStyle = colours.observed;
    for (const [year, value] of marks.observed) this.paintDot(pen, year, value, "fill");
    pen.strokeStyle = colours.observed;
    pen.lineWidth = 2;
    for (const [year, value] of marks.base) {
      if (marks.range) this.paintPoints(pen, marks.range.map((each) => [year, each]), colours.observed, []);
      this.paintDot(pen, year, value, marks.estimated ? "stroke" : "fill");
    }
    this.paintTargets(pen, marks, right);
  }

  paintDot(pen, year, value, how) {
    pen.beginPath();
    pen.arc(this.x(year), this.y(value), 3.2, 0, 2 * Math.PI);
    pen[how]();
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
      pen.fillText(this.printTime(mark), this.x(mark), bottom + 6);
    }
  }

  paintTargets(pen, marks, right) {
    const { colours, language } = this.page;
    for (const { first, year, level, text } of marks.targets) {
      const [x, y] = [this.x(year), this.y(level)];
      pen.fillStyle = pen.strokeStyle = colours.target;
      if (first < year) this.paintPoints(pen, [[first, level], [year, level]], colours.target, []);
      pen.beginPath();
      pen.moveTo(x, y - 5);
      pen.lineTo(x + 5, y);
      pen.lineTo(x, y + 5);
      pen.lineTo(x - 5, y);
      pen.fill();
      const isLate = x + 10 + pen.measureText(text[language]).width > right;
      pen.textAlign = isLate ? "right" : "left";
      pen.textBaseline = this.indicator.comparison === "<=" ? "top" : "bottom";
      pen.lineWidth = 3;
      pen.strokeStyle = colours.paper;
      pen.strokeText(text[language], x + (isLate ? -8 : 8), y);
      pen.fillText(text[language], x + (isLate ? -8 : 8), y);
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

  /** Returns what the chart shows as columns: a name and a figure for every moment. */
  columns() {
    const { page, parts } = this;
    const columns = [[this.isDifference ? page.say("difference_from", { name: page.nameOf(page.difference) }) : page.say("central"), parts.line]];
    if (parts.bands) SHARES.forEach((share, place) => columns.push([share === 0.5 ? page.say("term.median") : `${100 * share}%`, parts.bands[place]]));
    for (const each of parts.pins) {
      columns.push([each.name, each.line]);
      if (each.bands) for (const edge of EDGES) columns.push([`${each.name} ${100 * SHARES[edge]}%`, each.bands[edge]]);
    }
    const marks = this.isDifference ? null : this.marks;
    if (marks) {
      const labels = marks.labels[page.language];
      const targets = marks.targets.map(({ year, level }) => [year, level]);
      for (const [kind, points] of Object.entries({ ...marks, target: targets })) {
        if (kind in labels && Array.isArray(points) && points.length) columns.push([labels[kind], page.times.map((time) => new Map(points).get(time) ?? NaN)]);
      }
    }
    return columns;
  }

  get timeName() {
    return this.page.say(this.page.isPlan ? "term.year" : "time");
  }

  /** Returns what is taken away of the chart: heads, and rows of numbers and how they are printed. */
  content() {
    const { indicator, page } = this;
    const columns = this.columns();
    return { name: indicator.id, title: this.title, heads: [this.timeName, ...columns.map(([name]) => name)],
      rows: page.times.map((time, place) => [[time, this.printTime(time)], ...columns.map(([, series]) => [series[place], this.print(series[place])])]) };
  }

  get title() {
    const { indicator, page } = this;
    const [name, unit] = [indicator.title[page.language], indicator.unit[page.language]];
    return unit ? page.say("with_unit", { name, unit }) : name;
  }

  printTime(time) {
    return this.page.isPlan ? String(time) : printDigits(time).replace(/,/g, "");
  }

  /** Fills the table of the chart where it is open; closed, it keeps no figures that will be old when it is opened. */
  showTable() {
    if (!this.parts) return;
    if (!this.table.open) {
      this.body.replaceChildren();
      return;
    }
    const { page } = this;
    this.definition.textContent = (this.indicator.definition?.[page.language] || []).join(" · ");
    const columns = this.columns();
    const head = (text) => element("th", { scope: "col" }, text);
    this.heads.replaceChildren(head(this.timeName), ...columns.map(([name]) => head(name)));
    this.body.replaceChildren(...page.times.map((time, place) => element("tr", {},
      element("th", { scope: "row" }, this.printTime(time)),
      ...columns.map(([, series]) => element("td", {}, this.print(series[place]))))));
  }
}

/** Charts as pictures: a title, the chart, what its marks mean and what it is of; as pixels, or as lines and letters. */
const EDGE = 20; // CSS pixels around a picture
const FINENESS = 3; // pixels for one of CSS
const SNUG = 0.95; // of a line: letters of another machine may be wider
const FACE = '"Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif'; // programs of drawing know no system-ui

/** Records as SVG what a chart paints: a pen as far as charts use one. */
class SvgPen {
  constructor() {
    this.parts = [];
    this.ruler = element("canvas").getContext("2d");
    this.offset = [0, 0];
    Object.assign(this, { font: FONT, fillStyle: "#000", strokeStyle: "#000", globalAlpha: 1, lineWidth: 1, textAlign: "left", textBaseline: "alphabetic", dash: [], path: "" });
  }

  translate(x, y) {
    this.offset = [this.offset[0] + x, this.offset[1] + y];
  }

  setLineDash(dash) {
    this.dash = dash;
  }

  beginPath() {
    this.path = "";
  }

  at(x, y) {
    return [x + this.offset[0], y + this.offset[1]].map((each) => Number(each.toFixed(2)));
  }

  moveTo(x, y) {
    this.path += `M${this.at(x, y)}`;
  }

  lineTo(x, y) {
    this.path += `${this.path ? "L" : "M"}${this.at(x, y)}`;
  }

  /** Adds a whole circle, the only arc that charts have. */
  arc(x, y, radius) {
    this.path += `M${this.at(x - radius, y)}a${radius},${radius} 0 1 0 ${2 * radius},0a${radius},${radius} 0 1 0 ${-2 * radius},0`;
  }

  fill() {
    this.add("path", { d: this.path, ...this.paint("fill", this.fillStyle) });
  }

  stroke() {
    this.add("path", { d: this.path, fill: "none", ...this.strokes(), "stroke-dasharray": this.dash.join(" ") || null });
  }

  fillRect(x, y, width, height) {
    const [left, top] = this.at(Math.min(x, x + width), Math.min(y, y + height));
    this.add("rect", { x: left, y: top, width: Math.abs(width), height: Math.abs(height), ...this.paint("fill", this.fillStyle) });
  }

  fillText(text, x, y) {
    this.write(text, x, y, this.paint("fill", this.fillStyle));
  }

  /** Writes the rim of letters, which nobody reads a second time. */
  strokeText(text, x, y) {
    this.write(text, x, y, { fill: "none", ...this.strokes(), "stroke-linejoin": "round", "aria-hidden": "true" });
  }

  measureText(text) {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }

  /** Writes text on its base line: not every program knows another. */
  write(text, x, y, look) {
    const size = parseFloat(this.font.replace(/^bold /, ""));
    const below = { top: 0.88, middle: 0.36, bottom: -0.16 }[this.textBaseline] ?? 0;
    const [left, base] = this.at(x, y + below * size);
    this.add("text", { x: left, y: base, "font-size": size, "font-weight": this.font.startsWith("bold") ? "bold" : null,
      "text-anchor": { center: "middle", right: "end" }[this.textAlign] ?? null, ...look }, text);
  }

  strokes() {
    return { ...this.paint("stroke", this.strokeStyle), "stroke-width": this.lineWidth };
  }

  /** Returns a colour, and apart from it how much shows through. */
  paint(kind, colour) {
    const [, red, green, blue, share] = /^rgba\((\d+), (\d+), (\d+), ([\d.]+)\)$/.exec(colour) || [];
    const opacity = this.globalAlpha * (share ?? 1);
    return { [kind]: share ? `rgb(${red},${green},${blue})` : colour, [`${kind}-opacity`]: opacity < 1 ? opacity : null };
  }

  add(tag, attributes, text = "") {
    const given = Object.entries(attributes).filter(([, value]) => value !== null).map(([name, value]) => ` ${name}="${escaped(value)}"`);
    this.parts.push(`<${tag}${given.join("")}${text ? `>${escaped(text)}</${tag}>` : "/>"}`);
  }

  /** Returns the picture; title and description are for those who hear it. */
  content(width, height, title, description) {
    const box = element("div");
    box.innerHTML = "<svg></svg>"; // knows its name space, so that no address stands in the page
    return `<svg xmlns="${box.firstChild.namespaceURI}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title about" font-family="${escaped(FACE)}">`
      + `<title id="title">${escaped(title)}</title><desc id="about">${escaped(description)}</desc>\n${this.parts.join("\n")}\n</svg>\n`;
  }
}

/** Returns text as XML has it. */
function escaped(text) {
  return String(text).replace(/[&<>"]/g, (letter) => `&#${letter.codePointAt(0)};`);
}

/** A chart as a picture, laid out for the width that it has on the page. */
class Picture {
  /** @param {object} chart a `Chart` that shows something */
  constructor(chart) {
    this.chart = chart;
    this.ruler = element("canvas").getContext("2d");
    this.inner = chart.paintedWidth;
    this.provenance = provenanceOf(chart.page);
    const [study, ...others] = this.provenance;
    this.above = [...this.lines(chart.title, "bold 16px", 24, "line"), ...this.lines(study, "12.5px", 20, "muted")];
    const link = others.pop();
    const known = others.map((text) => text.replace(/[0-9a-f]{64}/g, (hash) => hash.slice(0, 12))).join(" · ");
    this.below = [known, link].flatMap((text) => this.lines(text, "10px", 15, "muted"));
    this.keys = this.placed(keysOf(chart));
    const heightOf = (lines) => lines.reduce((sum, { height }) => sum + height, 0);
    this.top = 14 + heightOf(this.above) + 6;
    this.keysTop = this.top + HEIGHT + 4;
    this.belowTop = this.keysTop + 18 * ((this.keys.at(-1)?.row ?? -1) + 1) + 4;
    this.width = this.inner + 2 * EDGE;
    this.height = this.belowTop + heightOf(this.below) + 14;
  }

  /** Returns a text as lines that fit; Chinese and links break anywhere, words do not where they need not. */
  lines(text, size, height, colour) {
    const font = `${size} ${FACE}`;
    this.ruler.font = font;
    const found = [""];
    for (const word of text.match(/[\w.,:;%+-]{1,24}|[^]/gu) || []) {
      if (found.at(-1) && this.ruler.measureText(found.at(-1) + word).width > SNUG * this.inner) found.push("");
      found[found.length - 1] += found.at(-1) || word.trim() ? word : "";
    }
    return found.map((line) => ({ line, font, height, colour }));
  }

  /** Returns keys with their places, one beside the other as far as they fit. */
  placed(keys) {
    this.ruler.font = `11px ${FACE}`;
    let [row, x] = [0, 0];
    return keys.map((key) => {
      const width = 30 + this.ruler.measureText(key.text).width + 14;
      if (x && x + width > this.inner) [row, x] = [row + 1, 0];
      x += width;
      return { ...key, row, x: x - width };
    });
  }

  draw(pen) {
    const { colours } = this.chart.page;
    pen.fillStyle = colours.paper;
    pen.fillRect(0, 0, this.width, this.height);
    this.write(pen, this.above, 14);
    pen.translate(EDGE, this.top);
    this.chart.paintWith(pen, this.chart.seen.isOld);
    pen.translate(-EDGE, -this.top);
    for (const key of this.keys) {
      const [x, y] = [EDGE + key.x, this.keysTop + 18 * key.row + 8];
      key.draw(pen, x, y);
      pen.font = `11px ${FACE}`;
      pen.fillStyle = colours.muted;
      pen.textAlign = "left";
      pen.textBaseline = "middle";
      pen.fillText(key.text, x + 30, y);
    }
    this.write(pen, this.below, this.belowTop);
  }

  write(pen, lines, top) {
    pen.textAlign = "left";
    pen.textBaseline = "top";
    let y = top;
    for (const { line, font, height, colour } of lines) {
      pen.font = font;
      pen.fillStyle = this.chart.page.colours[colour];
      pen.fillText(line, EDGE, y);
      y += height;
    }
  }
}

/** Returns what the marks of a chart mean: a text, and how a sample of each is drawn. */
function keysOf(chart) {
  const { page, parts } = chart;
  const { colours } = page;
  const stroke = (colour, width, dash) => (pen, x, y) => {
    Object.assign(pen, { strokeStyle: colour, lineWidth: width });
    pen.setLineDash(dash);
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(x + 24, y);
    pen.stroke();
    pen.setLineDash([]);
  };
  const box = (colour) => (pen, x, y) => {
    pen.fillStyle = colour;
    pen.fillRect(x, y - 5, 24, 10);
  };
  const dot = (how) => (pen, x, y) => {
    Object.assign(pen, { fillStyle: colours.observed, strokeStyle: colours.observed, lineWidth: 2 });
    pen.beginPath();
    pen.arc(x + 12, y, 3.2, 0, 2 * Math.PI);
    pen[how]();
  };
  const diamond = (pen, x, y) => {
    pen.fillStyle = colours.target;
    pen.beginPath();
    for (const [right, down] of [[12, -5], [17, 0], [12, 5], [7, 0]]) pen.lineTo(x + right, y + down);
    pen.fill();
  };
  const bar = (pen, x, y) => {
    pen.fillStyle = colours.observed;
    pen.fillRect(x + 11, y - 6, 2, 12);
  };
  const marks = chart.isDifference ? null : chart.marks;
  const samples = { target: diamond, vision: stroke(colours.vision, 1.5, [1.5, 3]), observed: dot("fill"), base_range: bar, base: dot(marks?.estimated ? "stroke" : "fill") };
  return [{ text: chart.columns()[0][0], draw: stroke(colours.line, 2.25, []) },
    ...(parts.bands ? [["outer", 5, 95], ["inner", 25, 75]].map(([kind, low, high]) => ({ text: page.say("band", { low, high }), draw: box(colours[kind]) })) : []),
    ...parts.pins.map((each) => ({ text: each.name, draw: stroke(colours[each.kind], 1.75, DASHES[each.kind]) })),
    ...Object.entries(marks?.labels[page.language] || {}).map(([kind, text]) => ({ text, draw: samples[kind] }))];
}

/** Saves a chart as PNG, fine enough for print. */
function savePicture(chart) {
  const picture = new Picture(chart);
  const canvas = element("canvas", { width: FINENESS * picture.width, height: FINENESS * picture.height });
  const pen = canvas.getContext("2d");
  pen.scale(FINENESS, FINENESS);
  picture.draw(pen);
  canvas.toBlob((blob) => saveFile(blob, `${chart.indicator.id}.png`));
}

/** Saves a chart as SVG, whose lines and letters can be edited. */
function saveDrawing(chart) {
  const picture = new Picture(chart);
  const pen = new SvgPen();
  picture.draw(pen);
  const about = [chart.canvas.getAttribute("aria-label"), ...picture.provenance].join("\n");
  saveFile(new Blob([pen.content(picture.width, picture.height, chart.title, about)], { type: "image/svg+xml" }), `${chart.indicator.id}.svg`);
}

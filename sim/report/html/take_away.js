/** Charts to take away: a picture with title, scenario and source, and the figures as CSV. */
const EDGE = 20; // CSS pixels around a picture
const FINENESS = 3; // pixels for one of CSS

/** Saves bytes as a file of the reader's. */
function saveFile(blob, name) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Returns what a chart's file says of itself: indicator, scenario with its changes, members, model. */
function provenanceOf(chart) {
  const { page } = chart;
  return [page.say("with_unit", { name: chart.indicator.title[page.language], unit: chart.indicator.unit[page.language] }),
    page.heading.textContent, page.status.textContent, page.commandText(), ...page.facts.origin[page.language]];
}

/** Saves a chart as PNG, fine enough for print. */
function savePicture(chart) {
  const { page } = chart;
  const canvas = element("canvas", {});
  chart.paint(false, canvas, FINENESS);
  const [title, scenario, members, command, ...origin] = provenanceOf(chart);
  const width = canvas.width / FINENESS + 2 * EDGE;
  const names = [...chart.names.children].map((each) => each.textContent);
  const foot = [[page.say("central"), ...names].join(" · "), `${members} ${command}`, origin[0]].filter(Boolean);
  const height = HEIGHT + 64 + 18 * foot.length + EDGE;
  const picture = element("canvas", { width: FINENESS * width, height: FINENESS * height });
  const pen = picture.getContext("2d");
  pen.scale(FINENESS, FINENESS);
  pen.fillStyle = page.colours.paper;
  pen.fillRect(0, 0, width, height);
  pen.textBaseline = "top";
  pen.fillStyle = page.colours.line;
  pen.font = `bold 16${FONT.slice(FONT.indexOf("px"))}`;
  pen.fillText(title, EDGE, 14, width - 2 * EDGE);
  pen.font = `12.5${FONT.slice(FONT.indexOf("px"))}`;
  pen.fillStyle = page.colours.muted;
  pen.fillText(scenario, EDGE, 38, width - 2 * EDGE);
  pen.drawImage(canvas, EDGE, 60, width - 2 * EDGE, HEIGHT);
  pen.font = FONT;
  foot.forEach((line, place) => pen.fillText(line, EDGE, HEIGHT + 66 + 18 * place, width - 2 * EDGE));
  picture.toBlob((blob) => saveFile(blob, `${chart.indicator.id}.png`));
}

/** Saves the figures of a chart as CSV, below what they are of; text never becomes a formula. */
function saveFigures(chart) {
  const quoted = (text) => `"${String(text).replace(/^[=+@]/, "'$&").replace(/"/g, '""')}"`;
  const { heads, rows } = chart.figures();
  const lines = [...provenanceOf(chart).map((line) => [line]), heads, ...rows];
  const text = lines.map((cells) => cells.map((cell) => (typeof cell === "number" ? (Number.isFinite(cell) ? cell : "") : quoted(cell))).join(",")).join("\r\n");
  saveFile(new Blob(["\ufeff", text, "\r\n"], { type: "text/csv" }), `${chart.indicator.id}.csv`);
}

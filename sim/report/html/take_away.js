/** What is taken away of a page: figures as CSV or a workbook, with all that is needed to get them again. */

const FORMULA = /^(?![-+][\d.,]+%?$|-$)[=+@-]/; // how text begins that a spreadsheet would run; a number with its sign is none

/** Saves bytes as a file of the reader's. */
function saveFile(blob, name) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * Returns the buttons that take something away.
 * @param {object} page
 * @param {object} others what further buttons do, by their texts
 * @param {function} content gives `name` of the file, `title`, `heads`, and `rows` of pairs: value, and text as shown
 */
function takeAwayBar(page, others, content) {
  const { host } = page;
  const button = (key, act) => element("button", { type: "button", class: "plain", onclick: act }, page.say(key));
  return element("p", { class: "take", role: "group", "aria-label": page.say("take_away") },
    ...Object.entries(others).map(([key, act]) => button(key, act)),
    button("save_figures", () => saveFigures(page, content())),
    host.askWorkbook ? button("save_workbook", () => saveWorkbook(page, content())) : element("span", { class: "note" }, page.say("no_workbook")));
}

/** Returns what figures are of: the study with its changes, members, hashes, and the link that shows them again. */
function provenanceOf(page) {
  page.remember(); // so that the address is of what is shown
  const { facts, language } = page;
  const studies = [page.state, ...page.pins];
  const known = [...new Set(studies.map((study) => page.scenarioOf(study)))].filter(({ hash }) => hash);
  return [page.titleOf(page.state), page.status.textContent, page.commandText(),
    ...page.pins.map((pin) => page.say("take_pin", { name: page.nameOf(pin), command: page.commandText(pin) })),
    ...known.map(({ title, hash }) => page.say("take_scenario", { name: title[language], hash })),
    ...(page.members?.origin || facts.origin[language]), page.say("take_link", { link: location.href })].filter(Boolean);
}

/** Saves figures as CSV, below what they are of; text never becomes a formula. */
function saveFigures(page, { name, title, heads, rows }) {
  const quoted = (text) => `"${String(text).replace(FORMULA, "'$&").replace(/"/g, '""')}"`;
  const cellOf = ([value]) => (typeof value !== "number" ? quoted(value ?? "") : Number.isFinite(value) ? value : "");
  const lines = [...[title, ...provenanceOf(page)].map((line) => quoted(line)), heads.map(quoted).join(","), ...rows.map((cells) => cells.map(cellOf).join(","))];
  saveFile(new Blob(["\ufeff", lines.join("\r\n"), "\r\n"], { type: "text/csv" }), `${name}.csv`);
}

/** Lets the server make a workbook of figures, and saves it. */
async function saveWorkbook(page, content) {
  const found = await page.host.askWorkbook({ ...content, notes: provenanceOf(page) });
  if (!found) return page.tell([page.say("no_answer")]);
  saveFile(new Blob([found], { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" }), `${content.name}.xlsx`);
}

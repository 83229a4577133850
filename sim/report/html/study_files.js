/** Studies as files: saved with what they showed, and opened with all that does not fit told. */
const FORMAT = "teda-study";
const VERSION = 1;
const LARGEST = 200_000; // bytes of a file of a study
const [MOST_TOLD, LONGEST_TOLD] = [8, 80]; // parts that are told one by one, and letters of each
const SUFFIX = ".teda.json";

/** Saves what is set, and the headline figures that it shows. */
function saveStudy(page) {
  const { facts, language } = page;
  const found = { format: FORMAT, version: VERSION, title: page.titleOf(page.state), model: facts.model ?? null,
    language, study: page.queryOf(), figures: figuresSeen(page), command: page.commandText() };
  const name = found.title.replace(/[\\/:*?"<>|\s]+/g, " ").trim();
  saveFile(new Blob([JSON.stringify(found, null, 2), "\n"], { type: "application/json" }), `${name}${SUFFIX}`);
}

/** Returns the headline figures as they are printed, by indicator and year. */
function figuresSeen(page) {
  if (!page.isPlan) return {};
  const line = page.shownLine;
  return Object.fromEntries(page.headline.map((each) => [each.id, Object.fromEntries(page.facts.horizons.map((year) =>
    [year, printFigure(line.figure(each, year), each.decimals + 1)]))]));
}

/** Opens the file that a reader has chosen; what is set stays where it cannot be used. */
async function openStudy(page, file) {
  if (file.size > LARGEST) return page.tell([page.say("file_large", { name: file.name, size: printFigure(file.size / 1e6, 1), most: printFigure(LARGEST / 1e3, 0) })]);
  if (/\.ya?ml$/i.test(file.name)) return page.host.askScenario ? openScenario(page, file) : page.tell([page.say("file_yaml", { name: file.name })]);
  const text = await file.text();
  const given = readStudy(text);
  if (!given) return page.tell([page.say("file_other", { name: file.name })]);
  if (given.version > VERSION) return page.tell([page.say("file_newer", { name: file.name })]);
  const before = page.queryOf();
  const refused = page.recall(given.study);
  if (refused === null) {
    page.recall(before);
    return page.tell([page.say("file_scenario", { name: file.name })]);
  }
  page.rebuild();
  return page.tell([page.say("file_opened", { name: file.name }), ...toldRefused(page, refused), ...changedSince(page, given)]);
}

/** Opens a scenario file, which the server reads: what it sets becomes changes of the scenario that it extends. */
async function openScenario(page, file) {
  const found = await page.host.askScenario(file);
  if (!found) return page.tell([page.say("no_answer")]);
  const { faults, query, title, on } = found;
  if (faults) {
    return page.tell([page.say("scenario_faults", { name: file.name }), ...faults.slice(0, MOST_TOLD),
      ...(faults.length > MOST_TOLD ? [page.say("scenario_faults_more", { count: faults.length - MOST_TOLD })] : [])]);
  }
  const kept = page.queryOf().split("&").filter((part) => !/^(scenario|set|path)=/.test(part)); // charts, and what is pinned
  const refused = page.recall([query, ...kept].join("&")) || [];
  page.rebuild();
  return page.tell([page.say("scenario_opened", { name: file.name, title, on, count: page.state.changes.size }), ...toldRefused(page, refused)]);
}

/** Returns lines on parts that were not used. */
function toldRefused(page, refused) {
  return [...refused.slice(0, MOST_TOLD).map((part) => page.say("file_refused", { part: part.slice(0, LONGEST_TOLD) })),
    ...(refused.length > MOST_TOLD ? [page.say("file_refused_more", { count: refused.length - MOST_TOLD })] : [])];
}

/** Returns what a text says as a file of a study, null where it is none. */
function readStudy(text) {
  try {
    const found = JSON.parse(text);
    return found?.format === FORMAT && Number.isInteger(found.version) && typeof found.study === "string" ? found : null;
  } catch {
    return null;
  }
}

/** Returns what has changed since a study was saved: the model, and the headline figures. */
function changedSince(page, { model, figures }) {
  const isOther = model && page.facts.model && model !== page.facts.model;
  const now = figuresSeen(page);
  const lines = page.isPlan && figures && typeof figures === "object" ? page.headline.flatMap((each) => page.facts.horizons.map((year) => {
    const [was, is] = [figures[each.id]?.[year], now[each.id][year]];
    return typeof was === "string" && was !== is ? page.say("file_figure", { name: each.title[page.language], year, was: was.slice(0, 20), is }) : null;
  })).filter(Boolean) : [];
  return [isOther ? page.say("file_model", { model: String(model).slice(0, 12), own: page.facts.model.slice(0, 12) }) : null, ...lines].filter(Boolean);
}

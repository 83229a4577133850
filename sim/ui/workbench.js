/** The workbench in a page of the server: all runs here, and members there where this machine is slow or lacks their draws. */
const loaded = new Map(); // facts with script, style, kernel and draws, by address
let classes = null; // the module of the page's script
const PATIENCE = 20_000; // milliseconds that the server has for a file
const hosts = new WeakMap(); // by the element that the component stands in

/** What the server says of a study: why, and what it has computed of all members, where it was asked for them. */
class Answer {
  /**
   * @param {object} given `query`, `why`, `members`, `failed`; by indicator `bands`, `chances`, `central`; `joint` by year; of
   *   `pins`, by their texts, the same and `differences`
   * @param {object} spec of the kernel
   */
  constructor(given, spec) {
    this.given = given;
    this.spec = spec;
    this.query = given.query;
    this.isWhole = "members" in given;
    this.members = given.members + 1; // the model's own values among them
    this.failed = given.failed;
    this.isSound = [true];
    this.arrays = new Map();
    this.pins = new Map(Object.entries(given.pins || {}).map(([text, each]) => [text, new PinAnswer({ ...given, ...each, pins: {} }, spec)]));
  }

  /** Returns bands of an indicator as numbers, null where the server has sent none. */
  numbers(kind, indicator) {
    const key = `${kind} ${indicator.id}`;
    const lines = this.given[kind]?.[indicator.id];
    if (lines && !this.arrays.has(key)) this.arrays.set(key, lines.map((line) => Float64Array.from(line, (each) => each ?? NaN)));
    return this.arrays.get(key) || null;
  }

  bands(indicator) {
    return this.numbers("bands", indicator);
  }

  chance(indicator, year) {
    return this.given.chances[indicator.id]?.[year] ?? null;
  }

  range(indicator, year) {
    return this.given.ranges[indicator.id]?.[year] ?? null;
  }

  joint(_, year) {
    return this.given.joint[year] ?? null;
  }

  together() {
    return this.given.table1;
  }

  get why() {
    return this.given.why;
  }

  get origin() {
    return this.given.origin;
  }

  /** Returns the run at the model's own values over the saves of the kernel, which begin earlier. */
  series(indicator) {
    const line = this.numbers("central", indicator)?.[0] || [];
    const found = new Float64Array(this.spec.years.length).fill(NaN);
    found.set(line, found.length - line.length);
    return found;
  }

  figure(indicator, year) {
    const series = this.series(indicator);
    return classes.assessed(indicator, (save) => series[save], this.spec.years, year);
  }
}

/** What the server has computed of a pinned study, and of what differs from it. */
class PinAnswer extends Answer {
  differenceBands(indicator) {
    return this.numbers("differences", indicator);
  }
}

/** A page that stands among others of a server, whose address it shares. */
class ServedHost {
  constructor(root) {
    this.root = root;
    this.isWhole = false;
    this.page = null;
    this.asked = 0;
    this.last = null; // the query that the server was told last
    this.lastWhy = null; // of what it was then asked why
    this.awaited = null; // number of what was wanted last, and who waits for it
    this.wanting = Promise.resolve(); // until that is there
  }

  /** Takes what the server says: where the facts are, what it holds as set, and what it has computed. */
  async update(data, tell, trigger) {
    this.tell = tell;
    this.trigger = trigger;
    const [before, { session, version }] = [this.data, data];
    this.data = data;
    if (this.skip) this.skip.textContent = data.skip;
    if (before?.address !== data.address) {
      await this.open();
      return;
    }
    if (!this.page) return;
    const { page } = this;
    if (before.language !== data.language) {
      page.language = data.language;
      page.rebuild();
    }
    // a session that is new knows only the address it was opened with; what is set here counts
    if (before.session === session && before.version !== version) page.show();
    else if (before.session !== session) {
      this.last = null;
      page.rest();
    }
    if (data.answer) page.takeAnswer(new Answer(data.answer, page.spec));
    if (data.given && data.given.number === this.awaited?.number) {
      this.awaited.take(data.given);
      this.awaited = null;
    }
  }

  async open() {
    const { address, language } = this.data;
    this.root.textContent = this.data.starting;
    let facts = null;
    try {
      if (!loaded.has(address)) loaded.set(address, opened(address));
      facts = { ...await loaded.get(address), language };
    } catch (error) {
      loaded.delete(address);
      this.root.textContent = `${this.data.failed} (${error.message})`;
      return;
    }
    this.trail = new classes.Trail();
    this.style(facts.style);
    this.addSkip();
    this.page = await classes.openPage(facts, this, async () => (
      { module: await classes.unpacked(facts.module), drawn: await classes.unpacked(facts.draws) }));
    if (this.data.answer && this.page) this.page.takeAnswer(new Answer(this.data.answer, this.page.spec));
    window.tedaStudy = () => (this.root.isConnected ? this.page?.known : null); // for the keeper of the address
  }

  /** Puts the style of the page before that of this host, which has the last word. */
  style(text) {
    const sheet = document.createElement("style");
    sheet.textContent = text;
    this.root.getRootNode().prepend(sheet);
  }

  /** Puts a link to the first lever before all of the page, whose menu and choices come first otherwise. */
  addSkip() {
    this.skip?.remove();
    this.skip = document.createElement("button");
    Object.assign(this.skip, { type: "button", className: "teda-skip", onclick: () => this.page.firstLever.focus() });
    this.skip.textContent = this.data.skip;
    document.body.prepend(this.skip);
  }

  /** Ends what outlives the element that the component stands in. */
  close() {
    this.skip?.remove();
    this.page?.pool.close();
  }

  /** Returns what is set: by the server at first, by the address after a step back or forth. */
  query() {
    return this.isStepping ? location.search.slice(1) : this.data.query;
  }

  write(query) {
    this.trail.write(`?${this.data.rest}&${query}`);
  }

  canGo(step) {
    return this.trail.canGo(step);
  }

  whenMoved(go) {
    window.addEventListener("popstate", () => {
      if (!this.root.isConnected || !new URLSearchParams(location.search).has("scenario")) return;
      this.isStepping = true;
      go();
      this.isStepping = false;
    });
  }

  /** Returns whether the file has the draws that are set: those of the forecast, with its seed. */
  get hasDraws() {
    return this.data.has_draws;
  }

  /** Tells the server what is set, and asks for the causes of an indicator's difference, and for all members if need be. */
  ask(query, why, isWhole) {
    this.asked += 1;
    Object.assign(this, { last: query, lastWhy: why });
    this.tell("asked", { query, why, whole: isWhole, number: this.asked });
  }

  /** Lets the server make a workbook of figures as they are shown; returns its bytes, null without an answer. */
  async askWorkbook(content) {
    const found = await this.want("workbook", content);
    return found && Uint8Array.from(atob(found.content), (letter) => letter.charCodeAt(0));
  }

  /** Lets the server read a scenario file; returns what it makes of a study, or its faults; null without an answer. */
  async askScenario(file) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const content = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    return this.want("scenario", { name: file.name, content });
  }

  /** Asks the server for something, one after the other: it keeps what was wanted last. */
  want(kind, content) {
    this.wanting = this.wanting.then(() => new Promise((take) => {
      this.awaited = { number: Date.now(), take };
      this.trigger("wanted", { ...content, kind, number: this.awaited.number });
      setTimeout(() => take(null), PATIENCE);
    }));
    return this.wanting;
  }
}

/** Returns the facts at an address, once their script is there. */
async function opened(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status}`);
  const facts = await response.json();
  const source = URL.createObjectURL(new Blob([facts.script], { type: "text/javascript" }));
  classes = await import(source);
  URL.revokeObjectURL(source);
  return facts;
}

export default function ({ data: [data], parentElement, setStateValue, setTriggerValue }) {
  const root = parentElement.querySelector("#page");
  if (!hosts.has(root)) hosts.set(root, new ServedHost(root));
  hosts.get(root).update(data, setStateValue, setTriggerValue);
  return () => setTimeout(() => { // another page of the menu: nobody would end its workers
    if (!root.isConnected) hosts.get(root).close();
  }, 0);
}

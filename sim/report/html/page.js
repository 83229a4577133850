/** The page: what is computed when, and shown where. */
const REST = 150; // milliseconds without a move, after which all members are computed
const PREVIEW = 72; // members of a preview, the model's own values among them
const PATIENCE = 2000; // milliseconds that all members of a study may take here, before a server is asked for them
const SLOW = 2; // times in a row that they took longer, after which a server is asked at once
const SERVER_PATIENCE = 4000; // milliseconds that it has, before the page computes some members
const MOST_KEPT = 6; // studies whose results are kept, 3 MB for 256 members
const STEPS = "teda-steps"; // what the browser keeps of a page's steps until its tab is closed
const READABLE = 100; // milliseconds between two states of the table: nobody reads digits any faster

/** Returns the bytes of a packed text. */
async function unpacked(packed) {
  const text = atob(packed);
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

class Page extends Layout {
  constructor(facts, module, drawn, host) {
    super(facts, host);
    const { spec } = this;
    const { members } = facts;
    const columns = new Map(facts.drawn.map((place, row) => [place, drawn.subarray(row * members, (row + 1) * members)]));
    this.module = module;
    this.kernel = new Kernel(module, spec, members);
    this.columns = columns;
    this.pool = new Pool({ module, spec, members, drawn: columns }, this.kernel);
    this.kept = new Map(); // results of studies that did not move, by their content
    this.pointed = null; // the moment at which charts are read
    this.known = ""; // the query that was written last
    this.late = 0; // times in a row that all members took too long here
    this.announced = null; // the results that were said last, once
    this.stillness = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.build();
    this.compute();
    this.rest();
    this.host.whenMoved(() => this.show());
    this.host.root.ownerDocument.addEventListener("keydown", (event) => this.press(event));
  }

  // --- moving -----------------------------------------------------------------------------------

  /** Takes a value of a lever's field; that of the scenario is no change. */
  set(lever, field, value) {
    if (value === this.valueOf(lever, field)) {
      this.rows.get(lever.name).show();
      return;
    }
    const before = this.state.changes.get(lever.name);
    const anew = field === "to" && this.isAnew(lever) ? this.changeTo(lever, value) : null;
    if (anew && value === this.filedOf(lever, "to")) this.restore(lever);
    else this.change(lever, anew ?? { ...before, [field]: value });
  }

  /** Takes the end value of a lever's own ramp, whenever that is, as the panel of causes has tried it. */
  setEnd(lever, value) {
    const change = this.state.changes.get(lever.name);
    this.change(lever, { ...(this.isTurn(lever, change) ? {} : change), to: value });
  }

  /** Takes what a lever is in a year; null takes the year away, and the last one the whole path. */
  setYear(lever, year, value) {
    const path = { ...this.yearsOf(lever), [year]: value };
    if (value === null) delete path[year];
    this.change(lever, { ...this.state.changes.get(lever.name), path: Object.keys(path).length ? path : undefined });
  }

  change(lever, change) {
    const isIdle = ([field, value]) => value === undefined || (!change.path && value === this.filedOf(lever, field));
    const kept = Object.entries(change).filter((pair) => !isIdle(pair));
    if (kept.length) this.state.changes.set(lever.name, Object.fromEntries(kept));
    else this.state.changes.delete(lever.name);
    this.moved([lever]);
  }

  restore(lever) {
    this.state.changes.delete(lever.name);
    this.moved([lever]);
  }

  restoreAll() {
    const levers = this.levers.filter((lever) => this.isMoved(lever));
    this.state.changes.clear();
    this.moved(levers);
  }

  // --- computing --------------------------------------------------------------------------------

  /** Shows what was moved at the next frame, and computes the members meanwhile. */
  moved(levers) {
    for (const lever of levers) this.rows.get(lever.name).show();
    this.isNew = this.isPending = true;
    this.targets?.table.setAttribute("aria-busy", "true");
    this.showState();
    if (!this.stillness.matches) {
      if (!this.frame) this.frame = requestAnimationFrame(() => this.tick());
      this.preview();
    }
    this.isMoving = true;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest(), REST);
  }

  tick() {
    this.frame = 0;
    this.compute();
    this.draw();
  }

  /** Runs the model's own values, at once. */
  compute() {
    this.line = this.lineOf(this.state);
    this.isOld = true;
    this.isPending = false;
  }

  /** Returns the run of a study at the model's own values. */
  lineOf(study) {
    applySettings(this.kernel, this.settings(study), this.columns);
    const line = new Results(this.kernel.spec, Kernel.LANES, 1);
    line.put(0, 1, this.kernel.results(0, 1));
    return line;
  }

  /** Keeps results of a study, and forgets those that were kept first. */
  keep(study, results) {
    const key = this.contentOf(study);
    this.kept.delete(key);
    this.kept.set(key, results);
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value);
    return results;
  }

  /** Runs some of the members; one run follows the other as long as something moves. */
  preview() {
    if (this.isPreviewing || !this.hasDraws) return;
    this.isPreviewing = true;
    this.isNew = false;
    const blocks = Math.min(this.kernel.blocks, PREVIEW / Kernel.LANES);
    this.pool.run(this.settings(), blocks, Math.min(PREVIEW, this.facts.members), (results) => {
      this.isPreviewing = false;
      this.take(results);
      if (this.isNew) this.preview();
    });
  }

  /** Returns whether all members are computed here: the page has the draws, can run what is set, and is fast enough. */
  get isOwn() {
    const { host, late, state } = this;
    return !host.ask || (host.hasDraws && late < SLOW && ![state, ...state.pins].some((study) => this.isBeyond(study)));
  }

  /** Computes all members, of what is compared with first; the newest settings win. */
  rest() {
    this.isPreviewing = this.isMoving = false;
    if (this.isPending) { // no frame came: none is wanted, or the browser has other work, or the tab is hidden
      cancelAnimationFrame(this.frame);
      this.frame = 0;
      this.compute();
    }
    this.remember();
    this.draw();
    clearTimeout(this.patience);
    if (!this.isOwn) {
      this.askHost();
      return;
    }
    this.tellHost();
    const { members } = this.facts;
    const isWhole = (study) => this.kept.get(this.contentOf(study))?.members === members;
    const missing = [...this.pins, this.state].find((study) => !isWhole(study));
    if (missing) {
      this.pool.run(this.settings(missing), this.kernel.blocks, members, (results) => {
        this.late = 0;
        this.keep(missing, results);
        this.rest();
      });
      if (this.host.ask) this.patience = setTimeout(() => this.giveUp(), PATIENCE);
      return;
    }
    this.pool.stop();
    this.take(this.kept.get(this.contentOf(this.state)));
  }

  /** Asks the server for all members as well: the first who has them is taken. */
  giveUp() {
    this.late += 1;
    this.host.ask(this.known, this.why, true);
  }

  /** Tells the server what is set and of what the page says why, unless it has answered that. */
  tellHost() {
    const { host, why } = this;
    if (!host.ask || (host.last === this.known && (this.isAnswered || host.lastWhy === why))) return;
    host.ask(this.known, why, false);
  }

  /** Returns whether the server has said why, where that is asked. */
  get isAnswered() {
    const { why, answer } = this;
    return !why || (answer?.query === this.known && answer.why?.indicator === why.indicator && answer.why.year === why.year);
  }

  /** Lets the server compute all members; where it does not answer, they are computed here. */
  askHost() {
    this.pool.stop();
    if (this.answer?.query === this.known && this.answer.isWhole) {
      this.take(this.answer);
      if (this.isAnswered && this.host.last === this.known) return; // else the server holds another study
    }
    this.host.ask(this.known, this.why, true);
    this.patience = setTimeout(() => {
      this.pool.run(this.settings(), this.kernel.blocks, this.facts.members, (results) => this.take(results));
    }, SERVER_PATIENCE);
  }

  /** Takes what the server says of what is shown: why, and all members where it has computed them. */
  takeAnswer(answer) {
    this.answer = answer;
    if (answer.query !== this.known || this.isMoving) return;
    if (!answer.isWhole) {
      this.whyPanel?.show();
      return;
    }
    clearTimeout(this.patience);
    this.pool.stop();
    this.take(answer);
  }

  /** Returns the pinned studies that differ from the one that is set. */
  get pins() {
    const here = this.contentOf(this.state);
    return this.state.pins.filter((pin) => this.contentOf(pin) !== here);
  }

  /** Returns what charts and tables show of each pinned study. */
  pinsSeen() {
    return this.pins.map((pin) => {
      const kept = this.kept.get(this.contentOf(pin)) || this.keep(pin, this.lineOf(pin));
      const isOurs = kept.members === this.facts.members && !this.members?.pins; // as the members they stand beside
      const answer = isOurs ? null : this.answer?.pins.get(this.pinText(pin));
      const line = this.isBeyond(pin) && answer ? answer : kept;
      return { pin, line, members: answer || (kept.members > 1 ? kept : null), name: this.nameOf(pin),
        kind: `pin-${this.state.pins.indexOf(pin) + 1}` };
    });
  }

  take(results) {
    this.members = results;
    this.isOld = results.members < this.facts.members; // the server's are more than the page's own
    this.draw();
    if (this.isOld || this.announced === results) return;
    this.announced = results;
    this.announce();
  }

  // --- showing ----------------------------------------------------------------------------------

  draw() {
    const members = this.hasDraws ? this.members : null;
    const seen = { line: this.shownLine, members, isOld: this.isOld, pins: this.pinsSeen() };
    this.questions.show(seen);
    this.showLegend(seen.pins);
    for (const chart of this.charts) chart.draw(seen);
    this.cards?.show(seen);
    this.changes?.show();
    this.comparison.show(seen);
    if (this.targets) this.drawTargets(seen);
    if (!this.isMoving) this.whyPanel?.show();
    this.showState();
  }

  /** Returns the run at the model's own values: the page's, or the server's where the page cannot run it. */
  get shownLine() {
    return this.isBeyond() && this.answer?.query === this.known && !this.isMoving ? this.answer : this.line;
  }

  /** Shows the table, unless it was shown just now and something still moves. */
  drawTargets(seen) {
    const { members } = seen;
    if (this.targets.build(seen.pins)) {
      this.shownMembers = null;
      this.shownAt = -Infinity;
      if (this.why) this.openWhy();
    }
    if (members && this.shownMembers !== members) {
      this.targets.showChances(members);
      this.shownMembers = members;
    }
    const now = performance.now();
    if (this.isMoving && now - this.shownAt < READABLE) return;
    this.shownAt = now;
    this.targets.showLine(seen);
    if (!this.isPending) this.targets.table.removeAttribute("aria-busy");
  }

  showState() {
    const { members, facts } = this;
    const count = members ? members.members - 1 : 0;
    const words = [];
    if (this.hasDraws) {
      if (!members || this.isPending) words.push(this.say("state_running"));
      else if (!this.isOld) words.push(this.say("state_ready", { members: printFigure(count, 0) }));
      else if (count < facts.members - 1) words.push(this.say("state_preview", { members: count }));
      else words.push(this.say("state_line"));
      if (members?.failed) words.push(this.say("failed", { count: members.failed }));
    }
    if (!this.shownLine.isSound[0]) words.push(this.say("broken"));
    const text = words.join(" ");
    if (this.status.textContent !== text) this.status.textContent = text;
    this.status.classList.toggle("fault", !this.shownLine.isSound[0]);
    const moved = this.levers.filter((lever) => this.isMoved(lever));
    this.resetAll.hidden = !moved.length;
    for (const [group, badge] of this.badges) {
      const here = group.levers.filter((lever) => this.isMoved(lever)).length;
      badge.textContent = here ? this.say("moved", { count: here }) : "";
    }
    this.command.textContent = this.commandText();
    this.heading.textContent = this.titleOf(this.state);
    this.pinBar.show();
  }

  /** Says the answer of the question that is set, or else the first figure, to those who cannot see the charts. */
  announce() {
    const chart = this.charts[0];
    const { indicator } = chart;
    const year = this.isPlan ? this.facts.horizons.at(-1) : this.times[this.times.length - 1]; // which every change can move
    const value = this.isPlan ? this.shownLine.figure(indicator, year) : this.shownLine.series(indicator).at(-1);
    this.live.textContent = this.questions.text || this.say("said", { study: this.titleOf(this.state), year,
      name: indicator.title[this.language], value: chart.print(value), unit: ` ${indicator.unit[this.language]}` });
  }

  /** Reads all charts at one moment, or at none. */
  point(time) {
    if (time === this.pointed) return;
    this.pointed = time;
    for (const chart of this.charts) chart.paint(this.isOld);
  }

  // --- choices ----------------------------------------------------------------------------------

  chooseChart(number, id) {
    this.state.charts[number] = id;
    this.draw();
    this.remember();
  }

  chooseScenario(number) {
    this.state.scenario = number;
    this.dropDisorder();
    this.rebuild("scenario");
  }

  /** Keeps a study to compare with, unless it is there already or there is no room. */
  pin({ scenario, changes }) {
    const found = { scenario, changes: new Map(changes), name: "" };
    const { pins } = this.state;
    const isThere = pins.some((each) => this.contentOf(each) === this.contentOf(found));
    if (!isThere && pins.length < MOST_PINS) pins.push(found);
    this.live.textContent = isThere ? this.say("pinned_already") : this.say("pinned", { name: this.nameOf(found) });
    this.repin();
  }

  unpin(pin) {
    this.state.pins = this.state.pins.filter((each) => each !== pin);
    if (this.difference === pin) this.difference = null;
    this.repin();
  }

  /** Makes a pinned study the one that is set. */
  openPin({ scenario, changes }) {
    Object.assign(this.state, { scenario, changes: new Map(changes) });
    this.rebuild("pin");
  }

  /** Sets the study that answers a question; one step back is where the reader was. */
  ask(question) {
    const { scenario, compare, charts, answer } = question;
    const changes = this.changesOf(question);
    Object.assign(this.state, { scenario, changes, pins: [{ scenario: compare, changes: new Map(), name: "" }] });
    this.difference = answer === "difference" ? this.state.pins[0] : null;
    this.takeCharts(charts);
    this.questions.fold();
    this.rebuild("results");
  }

  /** Gives a pinned study a name of the reader's. */
  rename(pin, name) {
    pin.name = cleanName(name);
    this.repin();
  }

  repin() {
    this.pinBar.build();
    this.rest();
  }

  switchLanguage() {
    this.language = this.language === "zh" ? "en" : "zh";
    this.known = ""; // the address has the language too
    this.rebuild("language");
  }

  /** Builds all anew, with the same element in focus. */
  rebuild(focus = null) {
    this.build();
    this.announced = null;
    if (focus) this.host.root.querySelector(`#${focus}`).focus();
    this.compute();
    this.rest();
  }

  /** Opens what is known of why an indicator is where it is, or closes it; a year is one that is chosen there. */
  askWhy(indicator, year = null) {
    const isOpen = this.why?.indicator === indicator.id;
    const { horizons } = this.facts;
    const first = horizons.find((each) => indicator.targets[each] !== undefined) ?? horizons[0];
    this.why = isOpen && year === null ? null : { indicator: indicator.id, year: year ?? first };
    this.openWhy();
    if (this.why && this.host.ask) this.rest();
  }

  /** Shows the panel of the indicator that is asked about, where there is one. */
  openWhy() {
    const { why } = this;
    this.whyPanel = why ? new WhyPanel(this, this.indicators.get(why.indicator), why.year) : null;
    this.targets.showWhy(this.whyPanel);
    this.whyPanel?.show();
  }

  // --- steps back and forth -----------------------------------------------------------------------

  /** Writes what is set where the page is kept: every settled move is a step that can be taken back. */
  remember() {
    const query = this.queryOf();
    if (query === this.known) return;
    this.known = query;
    this.host.write(query, this.language);
    this.showSteps();
  }

  showSteps() {
    this.undo.disabled = !this.host.canGo(-1);
    this.redo.disabled = !this.host.canGo(1);
  }

  /** Shows what the address says, after a step back or forth. */
  show() {
    this.recall(this.host.query());
    this.known = this.queryOf();
    this.rebuild();
    this.showSteps();
  }

  /** Takes Ctrl+Z and Ctrl+Y, outside of boxes, which have their own. */
  press(event) {
    const key = event.key.toLowerCase();
    const isBox = ["text", "search"].includes(event.composedPath()[0].type);
    if (!(event.ctrlKey || event.metaKey) || isBox || !["z", "y"].includes(key) || !this.host.root.isConnected) return;
    const step = key === "y" || event.shiftKey ? 1 : -1;
    if (!this.host.canGo(step)) return;
    event.preventDefault();
    history.go(step);
  }
}

/** A page that is a file: kept in the part of the address behind its mark. */
class FileHost {
  constructor(root) {
    this.root = root;
    this.isWhole = true;
    this.trail = new Trail();
  }

  query() {
    return location.hash.slice(1);
  }

  write(query, language) {
    this.trail.write(`#${query}&lang=${language}`);
  }

  canGo(step) {
    return this.trail.canGo(step);
  }

  whenMoved(go) {
    window.addEventListener("popstate", go);
  }
}

/** The steps of a page in the browser's history; the first is the page as it was opened. How many there are outlives a reload. */
class Trail {
  constructor() {
    this.name = history.state?.trail ?? crypto.getRandomValues(new Uint32Array(2)).join("-");
    this.last = Math.max(this.place, this.kept);
    this.isBegun = false; // whether this page has written where it stands
  }

  get place() {
    return history.state?.step ?? 0;
  }

  /** Returns the last step that is known of this trail, 0 where none is. */
  get kept() {
    try {
      const { trail, last } = JSON.parse(sessionStorage.getItem(STEPS)) || {};
      return trail === this.name && Number.isInteger(last) ? last : 0;
    } catch {
      return 0; // no storage, or not ours
    }
  }

  /** Adds a step at an address; the first time it is the step that the browser has opened. */
  write(address) {
    const step = this.place + this.isBegun;
    history[this.isBegun ? "pushState" : "replaceState"]({ ...history.state, trail: this.name, step }, "", address);
    if (this.isBegun) this.last = step;
    this.isBegun = true;
    try {
      sessionStorage.setItem(STEPS, JSON.stringify({ trail: this.name, last: this.last }));
    } catch {
      // without storage steps forth end with a reload
    }
  }

  canGo(step) {
    return step < 0 ? this.place > 0 : this.place < this.last;
  }
}

/** Opens the page, or says why it cannot be. */
async function start() {
  const facts = JSON.parse(document.getElementById("facts").textContent);
  const host = new FileHost(document.getElementById("page"));
  await openPage(facts, host, async () => ({
    module: await unpacked(document.getElementById("module").textContent),
    drawn: await unpacked(document.getElementById("drawn").textContent),
  }));
}

/** Opens a page in its host; `parts` gives the bytes of the kernel and of the draws. */
async function openPage(facts, host, parts) {
  const { root } = host;
  root.textContent = facts.texts.starting[facts.language];
  const fail = (key, error) => {
    const { zh, en } = facts.texts[key];
    root.replaceChildren(element("p", { class: "fault", role: "alert" }, `${zh} ${en} (${error.message})`));
    console.error(error);
  };
  let module = null;
  let drawn = null;
  try {
    const bytes = await parts();
    module = await WebAssembly.compile(bytes.module);
    drawn = new Float64Array(bytes.drawn);
  } catch (error) {
    fail("no_wasm", error);
    return null;
  }
  try {
    return new Page(facts, module, drawn, host);
  } catch (error) {
    fail("crash", error);
    return null;
  }
}

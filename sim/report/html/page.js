/** The page: what is computed when, and shown where. */
const REST = 150; // milliseconds without a move, after which all members are computed
const PREVIEW = 72; // members of a preview, the model's own values among them
const READABLE = 100; // milliseconds between two states of the table: nobody reads digits any faster

/** Returns the bytes of a packed text. */
async function unpacked(id) {
  const text = atob(document.getElementById(id).textContent);
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

class Page extends Layout {
  constructor(facts, module, drawn) {
    super(facts);
    const { spec } = this;
    const { members } = facts;
    const columns = new Map(facts.drawn.map((place, row) => [place, drawn.subarray(row * members, (row + 1) * members)]));
    this.kernel = new Kernel(module, spec, members);
    this.columns = columns;
    this.pool = new Pool({ module, spec, members, drawn: columns }, this.kernel);
    this.filed = new Map(); // results of scenarios as filed, by their number
    this.stillness = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.build();
    this.compute();
    this.rest();
  }

  // --- moving -----------------------------------------------------------------------------------

  /** Takes a value of a lever's field; that of the scenario is no change. */
  set(lever, field, value) {
    if (value === this.valueOf(lever, field)) {
      this.rows.get(lever.name).show();
      return;
    }
    const change = { ...this.state.changes.get(lever.name), [field]: value };
    if (value === this.filedOf(lever, field)) delete change[field];
    if (Object.keys(change).length) this.state.changes.set(lever.name, change);
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
    this.targets?.element.setAttribute("aria-busy", "true");
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
    applySettings(this.kernel, this.settings(), this.columns);
    this.line = new Results(this.kernel.spec, Kernel.LANES, 1);
    this.line.put(0, 1, this.kernel.results(0, 1));
    this.isOld = true;
    this.isPending = false;
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

  /** Computes all members, of what is compared with first; the newest settings win. */
  rest() {
    this.isPreviewing = this.isMoving = false;
    if (this.stillness.matches) this.compute();
    this.draw();
    this.remember();
    const { scenario, changes } = this.state;
    const all = (settings, whenDone) => this.pool.run(settings, this.kernel.blocks, this.facts.members, whenDone);
    const missing = this.comparedWith;
    if (missing !== null && !this.filed.has(missing)) {
      all(this.settings(this.facts.scenarios[missing], new Map()), (results) => {
        this.filed.set(missing, results);
        this.rest();
      });
      return;
    }
    const known = changes.size ? null : this.filed.get(scenario);
    if (known) {
      this.pool.stop();
      this.take(known);
    } else {
      all(this.settings(), (results) => {
        if (!changes.size) this.filed.set(scenario, results);
        this.take(results);
      });
    }
  }

  /** Returns the number of the scenario to compare with, null where there is none or it is the same. */
  get comparedWith() {
    const { against, scenario, changes } = this.state;
    return against === null || (against === scenario && !changes.size) ? null : against;
  }

  take(results) {
    this.members = results;
    this.isOld = results.members < this.facts.members;
    this.draw();
    if (!this.isOld) this.announce();
  }

  // --- showing ----------------------------------------------------------------------------------

  draw() {
    const compared = this.comparedWith === null ? null : this.filed.get(this.comparedWith) || null;
    const members = this.hasDraws ? this.members : null;
    const seen = { line: this.line, members, isOld: this.isOld, compared };
    for (const chart of this.charts) chart.draw(seen);
    if (this.targets) this.drawTargets(members, compared);
    this.legendCompared.hidden = !compared;
    this.showState();
  }

  /** Shows the table, unless it was shown just now and something still moves. */
  drawTargets(members, compared) {
    if (members && this.shownMembers !== members) {
      this.targets.showChances(members);
      this.shownMembers = members;
    }
    const now = performance.now();
    if (this.isMoving && now - this.shownAt < READABLE) return;
    this.shownAt = now;
    this.targets.showLine(this.line, compared);
    if (!this.isPending) this.targets.element.removeAttribute("aria-busy");
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
    if (!this.line.isSound[0]) words.push(this.say("broken"));
    const text = words.join(" ");
    if (this.status.textContent !== text) this.status.textContent = text;
    this.status.classList.toggle("fault", !this.line.isSound[0]);
    const moved = this.levers.filter((lever) => this.isMoved(lever));
    this.resetAll.hidden = !moved.length;
    for (const [group, badge] of this.badges) {
      const here = group.levers.filter((lever) => this.isMoved(lever)).length;
      badge.textContent = here ? this.say("moved", { count: here }) : "";
    }
    this.command.textContent = this.commandText();
    this.heading.textContent = moved.length
      ? this.say("with_changes", { name: this.titleOf(this.state.scenario), count: moved.length })
      : this.titleOf(this.state.scenario);
  }

  /** Says the first figure to those who cannot see the charts. */
  announce() {
    const chart = this.charts[0];
    const { indicator } = chart;
    const year = this.isPlan ? this.facts.horizons[0] : this.times[this.times.length - 1];
    const value = this.isPlan ? this.line.figure(indicator, year) : this.line.series(indicator).at(-1);
    this.live.textContent = this.say("said", { year, name: indicator.title[this.language],
      value: chart.print(value), unit: ` ${indicator.unit[this.language]}` });
  }

  // --- choices ----------------------------------------------------------------------------------

  chooseChart(number, id) {
    this.state.charts[number] = id;
    this.draw();
    this.remember();
  }

  chooseScenario(number) {
    const was = this.state.scenario;
    this.state.scenario = number;
    if (this.state.against === was) this.state.against = number;
    this.rebuild("scenario");
  }

  chooseAgainst(text) {
    this.state.against = text === "" ? null : Number(text);
    this.rest();
  }

  switchLanguage() {
    this.language = this.language === "zh" ? "en" : "zh";
    this.rebuild("language");
  }

  rebuild(focus) {
    this.build();
    document.getElementById(focus).focus();
    this.compute();
    this.rest();
  }

}

/** Opens the page, or says why it cannot be. */
async function start() {
  const facts = JSON.parse(document.getElementById("facts").textContent);
  const root = document.getElementById("page");
  root.textContent = facts.texts.starting[facts.language];
  const fail = (key, error) => {
    const { zh, en } = facts.texts[key];
    root.replaceChildren(element("p", { class: "fault", role: "alert" }, `${zh} ${en} (${error.message})`));
    console.error(error);
  };
  let module = null;
  let drawn = null;
  try {
    module = await WebAssembly.compile(await unpacked("module"));
    drawn = new Float64Array(await unpacked("drawn"));
  } catch (error) {
    return fail("no_wasm", error);
  }
  try {
    new Page(facts, module, drawn);
  } catch (error) {
    fail("crash", error);
  }
}

/** A tour in four steps: a box beside what it speaks of, which stays usable. */
const STOPS = [ // key of the texts, and what they speak of
  ["levers", ".lever"],
  ["charts", ".chart"],
  ["targets", ".targets tbody tr[data-id] th"],
  ["take", "#save"],
];

class Tour {
  /** @param {object} page `say`, `host`, `questions` */
  constructor(page) {
    this.page = page;
    this.button = null; // where a reader begins, and is again at the end
  }

  build() {
    this.button = element("button", { type: "button", id: "tour", hidden: !this.page.isPlan, // a model of others has no targets
      onclick: () => this.start() }, this.page.say("tour"));
  }

  start() {
    this.stop();
    const { page } = this;
    const { root } = page.host;
    page.questions.fold();
    this.stops = STOPS.filter(([, where]) => this.seen(where));
    this.listening = new AbortController();
    const listen = (target, name, act) => target.addEventListener(name, act, { signal: this.listening.signal, capture: true, passive: name !== "keydown" });
    for (const name of ["scroll", "resize"]) listen(window, name, () => this.place());
    listen(document, "keydown", (event) => this.press(event));
    this.title = element("h2", { id: "tour-title" });
    this.text = element("p", {});
    this.back = element("button", { type: "button", onclick: () => this.go(this.at - 1) }, page.say("tour_back"));
    this.next = element("button", { type: "button", onclick: () => this.go(this.at + 1) });
    this.panel = element("div", { class: "tour", role: "dialog", "aria-labelledby": "tour-title", popover: "manual" }, this.title, this.text,
      element("div", { class: "bar" }, this.back, this.next, element("button", { type: "button", class: "plain", onclick: () => this.stop() }, page.say("tour_end"))));
    root.append(this.panel);
    this.panel.showPopover?.();
    this.go(0);
  }

  /** Returns the first element of a kind that is not folded away. */
  seen(where) {
    const found = [...this.page.host.root.querySelectorAll(where)];
    return found.find((each) => each.getClientRects().length && !each.closest("details:not([open])"));
  }

  /** Goes to a stop; beyond the last one the tour is over. */
  go(at) {
    const { page } = this;
    const count = this.stops.length;
    if (at >= count) return this.stop();
    this.at = Math.max(0, at);
    const [key, where] = this.stops[this.at];
    this.target?.classList.remove("pointed");
    this.target = this.seen(where);
    this.target.classList.add("pointed");
    this.target.scrollIntoView({ block: "center", inline: "nearest" });
    this.title.textContent = page.say("tour_step", { number: this.at + 1, count, title: page.say(`tour_${key}`) });
    this.text.textContent = page.say(`tour_${key}_text`) + (key === "take" && page.host.ask ? page.say("tour_share_text") : "");
    this.back.disabled = this.at === 0;
    this.next.textContent = page.say(this.at + 1 < count ? "tour_next" : "tour_done");
    this.place();
    this.next.focus({ preventScroll: true });
  }

  place() {
    if (this.panel?.isConnected) putBeside(this.panel, this.target);
    else this.stop();
  }

  /** Takes Escape wherever the focus is, and the arrows where it is in the box: elsewhere they move a slider. */
  press(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const isHere = event.composedPath().includes(this.panel);
    if (event.key !== "Escape" && !(step && isHere)) return;
    event.preventDefault();
    if (step) this.go(this.at + step);
    else this.stop();
  }

  stop() {
    if (!this.panel) return;
    this.listening.abort();
    this.target.classList.remove("pointed");
    const hadFocus = this.panel.matches(":focus-within");
    this.panel.remove();
    this.panel = null;
    if (hadFocus) this.button.focus();
  }
}

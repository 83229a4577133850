/** Definitions of the terms of a page: shown where a term is hovered, focused or tapped. */
const HOVER = 300; // milliseconds until a pointer that rests is answered, and until one that leaves is
const AIR = 8; // CSS pixels that stay free at the edges of the window, and between a box and what it is of

class Terms {
  /** @param {object} page `facts`, `language`, `indicators`, `host` */
  constructor(page) {
    this.page = page;
    this.panel = element("div", { id: "term-note", class: "term-note", role: "tooltip", popover: "manual", hidden: true });
    this.owner = null;
    const { root } = page.host;
    const ownerOf = (event) => event.target.closest("[data-term], [data-indicator]");
    root.addEventListener("pointerover", (event) => {
      if (event.pointerType === "mouse") this.soon(this.panel.contains(event.target) ? this.owner : ownerOf(event));
    });
    root.addEventListener("pointerleave", () => this.soon(null));
    root.addEventListener("focusin", (event) => this.show(event.target.matches(":focus-visible") ? ownerOf(event) : null));
    root.addEventListener("click", (event) => this.show(event.target.closest(".term")));
    root.ownerDocument.addEventListener("keydown", (event) => event.key === "Escape" && this.show(null));
  }

  /** Returns a text with a button in the place of each term that it has, the first time that it has it. */
  mark(text) {
    const { language } = this.page;
    const found = [];
    const seen = new Set();
    let rest = 0;
    for (const match of text.matchAll(this.pattern)) {
      const key = this.known.get(match[1].toLowerCase());
      if (seen.has(key)) continue;
      seen.add(key);
      found.push(text.slice(rest, match.index), element("button", { type: "button", class: "term", "data-term": `${language} ${key}` }, match[0]));
      rest = match.index + match[0].length;
    }
    return [...found, text.slice(rest)].filter(Boolean);
  }

  /** Returns what marks an element as one whose text has a term; nothing where it has none. */
  attributesOf(text) {
    const [match] = text.matchAll(this.pattern);
    return match ? { "data-term": `${this.page.language} ${this.known.get(match[1].toLowerCase())}` } : {};
  }

  /** Returns the place of each form of a term in the list of the language. */
  get known() {
    const { language, facts } = this.page;
    this.places ||= {};
    return (this.places[language] ||= new Map(facts.terms[language].flatMap(([forms], place) => forms.map((form) => [form.toLowerCase(), place]))));
  }

  /** Returns what finds a term: a longer one before its parts, in English as a word of its own. */
  get pattern() {
    const forms = [...this.known.keys()].sort((a, b) => b.length - a.length).map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return this.page.language === "zh" ? RegExp(`(${forms.join("|")})`, "gi") : RegExp(`(?<![\\p{L}\\d])(${forms.join("|")})s?(?![\\p{L}\\d])`, "giu");
  }

  soon(owner) {
    clearTimeout(this.waiting);
    if (owner !== this.owner) this.waiting = setTimeout(() => this.show(owner), HOVER);
  }

  /** Shows what is known of an element's term, or nothing. */
  show(owner) {
    clearTimeout(this.waiting);
    this.owner?.removeAttribute("aria-describedby");
    this.owner = owner;
    this.panel.hidden = !owner;
    if (!owner) {
      this.panel.hidePopover?.();
      return;
    }
    owner.setAttribute("aria-describedby", this.panel.id);
    this.panel.replaceChildren(...(owner.dataset.term ? this.ofTerm(owner.dataset.term) : this.ofIndicator(owner.dataset.indicator)));
    this.panel.showPopover?.();
    putBeside(this.panel, owner, owner.matches("th[scope=row] *")); // below it is the next row, which a pointer is on its way to
  }

  ofTerm(key) {
    const [language, place] = key.split(" ");
    const [, name, meaning] = this.page.facts.terms[language][place];
    return [element("b", {}, name), " ", meaning];
  }

  /** Returns what is known of an indicator, and of the terms in its name. */
  ofIndicator(id) {
    const { language, indicators } = this.page;
    const { title, definition } = indicators.get(id);
    const terms = [...title[language].matchAll(this.pattern)].map((match) => this.known.get(match[1].toLowerCase()));
    return [element("b", {}, title[language]), element("p", {}, (definition?.[language] || []).join(" · ")),
      ...[...new Set(terms)].map((place) => element("p", {}, ...this.ofTerm(`${language} ${place}`)))];
  }
}

/** Puts a box into the window beside an element, where it covers nothing of it: below, above, or at a side, or there first. */
function putBeside(box, target, isAside = false) {
  const [{ width, height }, there] = [box.getBoundingClientRect(), target.getBoundingClientRect()];
  const within = (place, size, whole) => Math.max(AIR, Math.min(place, whole - size - AIR));
  const [across, down] = [within(there.left, width, innerWidth), within(there.top, height, innerHeight)];
  const sides = [[there.right + AIR, down], [there.left - AIR - width, down]];
  const levels = [[across, there.bottom + AIR], [across, there.top - AIR - height]];
  const places = isAside ? [...sides, ...levels] : [...levels, ...sides];
  const isSeen = ([left, top]) => left >= 0 && top >= 0 && left + width <= innerWidth && top + height <= innerHeight;
  const [left, top] = places.find(isSeen) || [across, innerHeight - height - AIR];
  Object.assign(box.style, { left: `${left}px`, top: `${top}px` });
}

// The browser keeps what is set: in its address, from one session of the server to the next, and for the next visit.
const STORE = "teda-study";
const MOST = 4; // studies that are kept, each of another tab
const TAB = crypto.getRandomValues(new Uint32Array(2)).join("-");
let known = null; // session that has spoken last, and the query that the page was opened with
let bar = null; // where something is said above the page, and its texts
let said = null; // what is said there

/** Says something above the page; `words` gives text and choices from the texts of a language. */
function say(words) {
  if (!bar) return;
  said = words;
  const [text, ...choices] = words(bar.texts);
  const line = document.createElement("p");
  const buttons = choices.map(([label, act]) => {
    const found = document.createElement("button");
    found.type = "button";
    found.textContent = label;
    found.onclick = () => { line.remove(); said = null; act(); };
    return found;
  });
  line.append(text, ...buttons.flatMap((button) => [" ", button]));
  line.setAttribute("role", "status");
  bar.root.replaceChildren(line);
}

/** Returns the studies of this browser, the newest first: `tab` and `query` of each. */
function stored() {
  let text = null;
  try {
    text = localStorage.getItem(STORE);
    const found = JSON.parse(text);
    return Array.isArray(found) ? found.filter((each) => typeof each?.query === "string") : [];
  } catch {
    return text?.startsWith("model=") ? [{ tab: "", query: text }] : []; // one study, as an earlier version kept it; or nothing
  }
}

/** Keeps the study of this tab beside those of others. */
function store(query) {
  const others = stored().filter((each) => each.tab !== TAB && each.query !== query);
  try {
    localStorage.setItem(STORE, JSON.stringify([{ tab: TAB, query }, ...others].slice(0, MOST)));
  } catch {
    // full, or forbidden: the address has it
  }
}

window.addEventListener("storage", ({ key }) => {
  if (key !== STORE || !known?.isChanged) return;
  if (stored()[0]?.tab !== TAB) say(({ other, seen }) => [other, [seen, () => {}]]);
});

/** Streamlit's own few labels in the language of the page: it knows no language but English. */
const ATTRIBUTES = ["aria-label", "placeholder", "title"];
let labels = []; // pairs of Chinese and English
let side = "";

function translate(node) {
  const swap = (text) => {
    const found = labels.find(({ zh, en }) => text.trim() === (side === "zh" ? en : zh));
    return found ? text.replace(text.trim(), found[side]) : text;
  };
  if (node.nodeType === Node.TEXT_NODE) {
    const text = swap(node.nodeValue);
    if (text !== node.nodeValue) node.nodeValue = text;
    return;
  }
  for (const name of ATTRIBUTES) {
    const text = node.getAttribute?.(name);
    if (text && swap(text) !== text) node.setAttribute(name, swap(text));
  }
  for (const child of node.childNodes) translate(child);
}

const watch = new MutationObserver((changes) => {
  for (const { type, target, addedNodes } of changes) {
    if (type !== "childList") translate(target);
    for (const node of addedNodes) translate(node);
  }
});

function speak(data) {
  labels = data.labels;
  if (side === data.language) return;
  side = data.language;
  translate(document.body);
  watch.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES });
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  document.documentElement.lang = data.locale;
  const isOther = side && side !== data.language;
  speak(data);
  bar = { root: parentElement.querySelector("#bar"), texts: data.texts };
  if (isOther && said) say(said);
  const here = window.location.search.slice(1);
  const isStudy = (query) => new URLSearchParams(query).has("scenario");
  if (known && known.session !== data.session) {
    known.session = data.session;
    if (here !== data.query && isStudy(here)) { // the server has forgotten; what the address says counts
      setTriggerValue("query", here);
      return;
    }
  }
  if (!known) {
    known = { session: data.session, opened: data.query, isChanged: false };
    const saved = stored().filter(({ query }) => query !== data.query);
    if (!isStudy(here) && saved.length) {
      say(({ offer, take, earlier, leave }) => [offer, ...saved.map(({ query }, place) =>
        [place ? `${earlier} ${place + 1}` : take, () => setTriggerValue("query", query)]), [leave, () => {}]]);
    }
  }
  const shown = window.tedaStudy?.(); // what the workbench shows: it may be ahead of what the server has answered
  if (shown && data.asked && shown !== data.asked) return;
  if (here !== data.query) window.history.replaceState(window.history.state, "", window.location.pathname + "?" + data.query);
  if (data.query === known.opened) return;
  known.isChanged = true;
  store(data.query);
}

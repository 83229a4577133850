// The browser keeps what is set: in its address, from one session of the server to the next, and for the next visit.
const STORE = "teda-study";
let known = null; // session that has spoken last, and the query that the page was opened with

function offer(root, data, saved, take) {
  const bar = document.createElement("p");
  const button = (text, act) => {
    const found = document.createElement("button");
    found.type = "button";
    found.textContent = text;
    found.onclick = () => { bar.remove(); act(); };
    return found;
  };
  bar.append(data.texts.offer, " ", button(data.texts.take, () => take(saved)), " ", button(data.texts.leave, () => {}));
  root.replaceChildren(bar);
}

function stored() {
  try {
    return localStorage.getItem(STORE);
  } catch {
    return null; // a browser that keeps nothing
  }
}

function store(query) {
  try {
    localStorage.setItem(STORE, query);
  } catch {
    // full, or forbidden: the address has it
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  document.documentElement.lang = data.locale;
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
    const saved = stored();
    known = { session: data.session, opened: data.query };
    if (!isStudy(here) && saved && saved !== data.query) {
      offer(parentElement.querySelector("div"), data, saved, (query) => setTriggerValue("query", query));
    }
  }
  if (here !== data.query) window.history.replaceState(window.history.state, "", window.location.pathname + "?" + data.query);
  if (data.query !== known.opened) store(data.query);
}

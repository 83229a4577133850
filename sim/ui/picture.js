// A narrow screen begins at a size at which the words can be read, and scrolls.
const NARROW = 640, READABLE = 0.8, LEAST = 0.2, MOST = 3, FIT = -1;
export default function ({ data, parentElement, setTriggerValue }) {
  const view = parentElement.querySelector(".view");
  if (view.tedaSource !== data.svg) {
    view.tedaSource = data.svg;
    view.innerHTML = data.svg;
    view.scrollTo(0, 0);
    view.tedaScale = 0;
  }
  const svg = view.querySelector("svg");
  const own = svg.viewBox.baseVal.width || svg.clientWidth;
  const fit = () => view.clientWidth / own;
  const first = () => view.clientWidth < NARROW ? Math.max(fit(), READABLE) : fit();
  const scale = () => view.tedaScale === FIT ? fit() : view.tedaScale || first();
  const show = () => { svg.style.width = own * scale() + "px"; };
  svg.style.maxWidth = "none";
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  svg.setAttribute("role", "group"); // no picture to those who hear it: its variables are buttons
  svg.setAttribute("aria-label", data.title);
  show();
  for (const button of parentElement.querySelectorAll("button")) {
    const step = Number(button.dataset.step);
    if (!step) button.textContent = data.fit;
    button.setAttribute("aria-label", step ? (step > 1 ? data.closer : data.wider) : data.fit);
    button.onclick = () => {
      view.tedaScale = step ? Math.min(MOST, Math.max(LEAST, scale() * step)) : FIT;
      show();
    };
  }
  parentElement.querySelector("span").textContent = data.hint;
  for (const node of svg.querySelectorAll("[data-variable]")) {
    node.classList.toggle("chosen", node.dataset.variable === data.chosen);
    node.onclick = () => setTriggerValue("variable", node.dataset.variable);
    node.onkeydown = (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      node.onclick();
    };
    const name = data.names[node.dataset.variable]; // a picture shows Time too, which is no variable
    if (!name) continue;
    node.setAttribute("role", "button");
    node.setAttribute("tabindex", "0");
    node.setAttribute("aria-label", name);
    node.setAttribute("aria-pressed", String(node.dataset.variable === data.chosen));
  }
  const node = data.chosen && svg.querySelector(".chosen");
  if (node && view.tedaChosen !== data.chosen) {
    const there = node.getBoundingClientRect(), here = view.getBoundingClientRect();
    const isSeen = there.left >= here.left && there.right <= here.right
      && there.top >= here.top && there.bottom <= here.bottom;
    if (!isSeen) {
      const across = there.left - here.left - view.clientWidth / 2;
      view.scrollBy(across, there.top - here.top - view.clientHeight / 2);
    }
  }
  view.tedaChosen = data.chosen;
  const watch = new ResizeObserver(show);
  watch.observe(view);
  return () => watch.disconnect();
}

// The address is replaced, not pushed: "back" leaves the page instead of undoing slider by slider.
(() => {
  const wanted = "?" + QUERY;
  if (window.location.search !== wanted) {
    window.history.replaceState(window.history.state, "", window.location.pathname + wanted);
  }
  document.documentElement.lang = LOCALE;
})();

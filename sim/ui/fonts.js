// A server started without `teda app` cuts the font at its first visit; a page that asked too early asks again.
(() => {
  if (window.tedaFonts) return;
  window.tedaFonts = true;
  const load = async (weight, file, tries) => {
    try {
      document.fonts.add(await new FontFace(FAMILY, `url(${file})`, { weight }).load());
    } catch {
      if (tries > 0) setTimeout(() => load(weight, file, tries - 1), 2000);
    }
  };
  const has = (weight, status) => [...document.fonts].some((face) =>
    face.family.includes(FAMILY) && face.weight === weight && face.status === status);
  const look = (tries) => {
    for (const [weight, file] of Object.entries(FILES)) {
      if (has(weight, "error") && !has(weight, "loaded")) load(weight, file, 60);
    }
    if (tries > 0) setTimeout(() => look(tries - 1), 4000);
  };
  setTimeout(() => look(3), 1000);
})();

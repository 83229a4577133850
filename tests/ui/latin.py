"""Words of Latin letters that a Chinese page shows, and those that it may."""

from __future__ import annotations

import re

# As Chinese texts have them: files, programs, quantities, methods, keys, grades and loops, and what is typed.
ALLOWED = {
    *("GDP", "PM2.5", "CO2", "LNG", "R&D", "CRPS", "PIT", "RK4", "SHA-256", "IQR", "Sobol"),
    *(
        "CSV",
        "TSV",
        "TXT",
        "XLSX",
        "XLS",
        "Excel",
        "WPS",
        "Word",
        "PowerPoint",
        "PPTX",
        "YAML",
        "PNG",
        "SVG",
        "ZIP",
    ),
    *("UTF-8", "MB", "KB", "Ctrl+Z", "Ctrl+Y", "JavaScript", "WebAssembly", "English"),
}
_COMMAND = re.compile(r"\bteda(\.mdl(:\d+)?)?( [a-z-]+( --[a-z-]+( [a-z]+)?)*)?")
_HASH = re.compile(r"\b[0-9a-f]{12,64}\b")
_ADDRESS = re.compile(r"https?://\S+")
_LETTER = re.compile(r"(?<!\+)\b[A-Z]\d*\b|\b[xk]\b")  # grades, loops, unknowns of a formula
_WORD = re.compile(r"[A-Za-z][A-Za-z&.+-]*\d*(?:\.\d+)?")

# What a reader or a screen reader meets, without what the model or a publisher calls it: code, and sources.
TEXTS = """() => {
  const found = [];
  const left = ".st-key-language, #language, script, style, noscript, code, pre, dl, .equation, .rule,"
    + " .source, [data-testid=stElementToolbar], [data-testid=stIconMaterial]";
  const read = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
      if (element?.closest(left)) continue;
      if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent);
      else for (const name of ["aria-label", "title", "alt", "placeholder"])
        if (element.getAttribute(name)) found.push(element.getAttribute(name));
      if (node.shadowRoot) read(node.shadowRoot);
    }
  };
  read(document.body);
  return found;
}"""


def foreign_words(texts: list[str]) -> dict[str, str]:
    """Return the words that a Chinese page may not show, each with a text in which it stands."""
    found = {}
    for text in texts:
        plain = text
        for known in (_ADDRESS, _HASH, _COMMAND, _LETTER):
            plain = known.sub(" ", plain)
        for word in _WORD.findall(plain):
            if word.rstrip(".") not in ALLOWED:
                found[word] = text.strip()[:80]
    return found

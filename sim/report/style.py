"""Colours and sizes of charts, decks and pages.

Colour-blind readers can distinguish the hues (Okabe and Ito), and a grey print their lightness;
parts also differ in shape: a line, a band, a diamond, a dashed line.
"""

from __future__ import annotations

SCENARIO = "#0F4C75"
OTHER_SCENARIO = "#B5560E"
SCENARIOS = (SCENARIO, OTHER_SCENARIO, "#007A5E", "#8E4A86")  # in the order in which they are compared
# Okabe and Ito, lighter and darker in turn, so that neighbours differ in grey as well
STACK = (SCENARIO, "#E69F00", "#007A5E", "#CC79A7", "#56B4E9", OTHER_SCENARIO, "#93B9DA", "#A9A9A9")
OUTER_BAND = "#CFDFEE"  # 5 to 95 % of the members
INNER_BAND = "#93B9DA"  # 25 to 75 %
OTHER_OUTER_BAND = "#F8DEC9"
OTHER_INNER_BAND = "#EDB488"
TARGET = "#B3261E"
VISION = "#6B6B6B"
OBSERVED = "#1A1A1A"
INK = "#1A1A1A"
MUTED = "#5C5C5C"
GRID = "#E3E3E3"
PAPER = "#FFFFFF"
SHADE = "#F1F5F9"  # every other row of a table
MET = "#00674F"
NOT_MET = TARGET

CHART_INCHES = (10.0, 5.625)
CHART_DPI = 200
TITLE_POINTS = 15.0
TEXT_POINTS = 10.0
LABEL_POINTS = 9.5
NOTE_POINTS = 7.5

DECK_INCHES = (40 / 3, 7.5)  # 16:9 as Office has it
DECK_FONT = {"zh": "Microsoft YaHei", "en": "Arial"}  # named, not embedded: every office has them
DECK_CHINESE_FONT = "Microsoft YaHei"
DECK_TITLE_POINTS = 24.0
DECK_TEXT_POINTS = 14.0
DECK_TABLE_POINTS = 12.0
DECK_NOTE_POINTS = 10.0

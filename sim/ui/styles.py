"""Colours and style sheet of the pages."""

from __future__ import annotations

from sim.report import style

INK, QUIET, LINE, PAPER = style.INK, style.MUTED, "#dfe5ea", "#f5f7f9"
CENTRAL, COMPARE = style.SCENARIO, style.OTHER_SCENARIO
BAND, INNER, COMPARE_BAND = style.INNER_BAND, "#4f8fc4", style.OTHER_INNER_BAND  # let grid and bands through
BAND_SHOWN, INNER_SHOWN = style.OUTER_BAND, style.INNER_BAND  # where nothing shines through
TARGET, PATH, BASE = style.TARGET, style.VISION, style.OBSERVED
GOOD, WARN, BAD = style.MET, style.OTHER_SCENARIO, style.NOT_MET

STYLE = f"""<style>
.stApp {{ color: {INK}; }}
[data-testid="stMainBlockContainer"] {{ padding: 3.6rem 2.2rem 2rem; max-width: 1500px; }}
[data-testid="stSidebarContent"] [data-testid="stSidebarHeader"] {{ height: 2.2rem; }}
[data-testid="stElementToolbar"], [data-testid="stStatusWidget"],
[data-testid="stHeaderActionElements"] {{ display: none; }}
[data-testid="stVegaLiteChart"] {{ border: 1px solid {LINE}; border-radius: .5rem;
  background: #fff; }}
.st-key-charts {{ display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: .9rem; }}
.st-key-charts > * {{ grid-column: span 2; }}
.st-key-charts > :is(:first-child, :last-child) {{ grid-column: span 4; }}
.teda h1 {{ font-size: 1.45rem; font-weight: 700; margin: 0; padding: 0;
  line-height: 1.3; letter-spacing: .01em; }}
.teda .sub {{ color: {QUIET}; font-size: .85rem; margin: .1rem 0 0; }}
.teda p {{ margin: 0 0 .4rem; }}
.cards {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(11.2rem, 1fr)); gap: 0 .7rem; }}
.card {{ border: 1px solid {LINE}; border-top: 3px solid {CENTRAL}; border-radius: .45rem; background: #fff;
  padding: .7rem .85rem .65rem;
  margin-bottom: .6rem; display: grid; grid-row: span 7; grid-template-rows: subgrid; }}
.card h3 {{ font-size: .86rem; font-weight: 700; margin: 0; padding: 0; color: {INK}; }}
.card .value {{ font-size: 1.6rem; line-height: 1.25; font-weight: 700; font-variant-numeric: tabular-nums; }}
.card .value small {{ font-size: .8rem; font-weight: 400; color: {QUIET}; margin-left: .25rem; }}
.card .line {{ font-size: .78rem; color: {QUIET}; font-variant-numeric: tabular-nums; }}
.card .line:empty {{ display: none; }}
.card .line b {{ color: {INK}; font-weight: 700; }}
.pill {{ display: inline-block; font-size: .72rem; line-height: 1.35; padding: .05rem .45rem;
  border-radius: .7rem; background: #eceff2; color: {QUIET}; white-space: nowrap; }}
.pill.strong {{ background: #dbe8f1; color: {CENTRAL}; }}
.pill.good {{ background: #dff1ea; color: {GOOD}; }} .pill.bad {{ background: #f9e4df; color: {BAD}; }}
.legend {{ display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; font-size: .8rem; color: {QUIET};
  margin: .3rem 0 0; }}
.legend span {{ display: inline-flex; align-items: center; gap: .4rem; }}
.legend i {{ flex: none; width: 1.4rem; height: 0; border-top: 2px solid; }}
.legend i.block {{ height: .7rem; border: 0; }}
.legend i.mark {{ width: .55rem; height: .55rem; border: 0; }}
.legend i.diamond {{ transform: rotate(45deg); }}
.legend i.ring {{ border: 2px solid; border-radius: 50%; background: #fff; }}
.teda.facts p {{ font-size: .86rem; line-height: 1.7; }}
.note, .teda.note p {{ font-size: .78rem; line-height: 1.6; color: {QUIET}; }}
[data-testid="stSliderTickBar"] {{ display: none; }}
.ruled {{ font-size: .72rem; color: {QUIET}; margin-top: -1.35rem; font-variant-numeric: tabular-nums; }}
.ruled .ruler {{ position: relative; height: .5rem; margin: 0 .5rem; }}
.ruled .ruler i {{ position: absolute; top: 0; width: 2px; height: .5rem; margin-left: -1px;
  background: #9aa7b2; }}
.ruled .ruler i.plan {{ background: {TARGET}; }}
.ruled .ends {{ display: flex; justify-content: space-between; gap: .4rem; }}
.ruled .plan {{ color: {TARGET}; }}
.board {{ overflow-x: auto; border: 1px solid {LINE}; border-radius: .5rem; background: #fff; }}
.board table {{ border-collapse: collapse; width: 100%; font-size: .82rem;
  font-variant-numeric: tabular-nums; }}
.board th {{ text-align: left; font-weight: 700; color: {QUIET}; padding: .5rem .6rem; background: {PAPER};
  border-bottom: 1px solid {LINE}; white-space: nowrap; }}
.board td {{ padding: .38rem .6rem; border-bottom: 1px solid #eef1f4; vertical-align: top; }}
.board tr.section td {{ font-weight: 700; background: {PAPER}; color: {INK}; }}
.board .num {{ text-align: right; white-space: nowrap; }}
.board td.word, .board td.key {{ white-space: nowrap; }}
.board td.name {{ position: sticky; left: 0; background: #fff; min-width: 11rem; max-width: 24rem; }}
.board tr.absent td {{ color: #93a0ab; }}
.fault {{ border: 1px solid #e6c9a8; border-left: 4px solid {PATH}; background: #fdf7ee; border-radius: .4rem;
  padding: .6rem .9rem; font-size: .85rem; }}
.fault.hard {{ border-color: #e3b5ad; border-left-color: {TARGET}; background: #fdf2f0; }}
.fault h3 {{ font-size: .92rem; margin: 0 0 .3rem; padding: 0; }}
.fault li {{ margin: .2rem 0; overflow-wrap: anywhere; }}
.fault .place {{ font-family: monospace; font-size: .78rem; color: {QUIET}; }}
.variable h3 {{ font-size: 1.05rem; margin: 0; padding: 0; }}
.variable h3 code {{ font-size: .82rem; font-weight: 400; color: {QUIET}; background: none; }}
.variable p {{ margin: .3rem 0 .5rem; }}
.variable .equation {{ white-space: pre-wrap; overflow-wrap: anywhere; font-size: .8rem; line-height: 1.6;
  background: {PAPER}; border: 1px solid {LINE}; border-radius: .4rem; padding: .5rem .7rem;
  margin: 0 0 .6rem; }}
.variable table {{ border-collapse: collapse; width: 100%; font-size: .84rem; line-height: 1.6; }}
.variable th {{ width: 1%; text-align: left; font-weight: 400; color: {QUIET}; white-space: nowrap;
  vertical-align: top; padding: .25rem .8rem .25rem 0; }}
.variable td {{ padding: .25rem 0; overflow-wrap: anywhere; border-bottom: 1px solid #eef1f4; }}
.effects h4 {{ font-size: .9rem; margin: .5rem 0 0; padding: 0; }}
.effects table {{ border-collapse: collapse; width: 100%; font-size: .78rem; line-height: 1.5;
  margin: .2rem 0 .6rem;
  font-variant-numeric: tabular-nums; }}
.effects th {{ text-align: left; font-weight: 700; color: {QUIET}; border-bottom: 1px solid {LINE};
  padding: .2rem .5rem .2rem 0; }}
.effects td {{ padding: .22rem .5rem .22rem 0; border-bottom: 1px solid #eef1f4; vertical-align: top; }}
.effects td small {{ color: {QUIET}; }} .effects td b {{ color: {QUIET}; margin-left: .5rem; }}
.effects i {{ display: block; height: .22rem; border-radius: .1rem; }}
.effects i.up {{ background: {CENTRAL}; }} .effects i.down {{ background: {WARN}; }}
[class*="st-key-card"] {{ margin-top: -.9rem; }} [class*="st-key-card"] button p {{ font-size: .78rem; }}
.lever-card {{ font-size: .8rem; max-width: 30rem; }}
.facts {{ margin-bottom: .5rem; font-size: .84rem; line-height: 1.7; }}
.facts h3 {{ font-size: 1rem; margin: 0 0 .3rem; padding: 0; }}
.finding {{ border: 1px solid {LINE}; border-left: 4px solid #9aa7b2; border-radius: .45rem; background: #fff;
  padding: .65rem .95rem .55rem; margin-bottom: .6rem; font-size: .86rem; line-height: 1.65; }}
.finding.contradict {{ border-left-color: {BAD}; }} .finding.strain {{ border-left-color: {WARN}; }}
.finding h3 {{ display: inline; font-size: .95rem; margin: 0 0 0 .4rem; padding: 0; }}
.teda .finding p {{ margin: .3rem 0; font-size: .86rem; line-height: 1.65; }}
.teda .finding .quiet {{ font-size: .78rem; color: {QUIET}; }}
.finding summary {{ cursor: pointer; font-size: .8rem; color: {CENTRAL}; }}
.finding ul {{ margin: .2rem 0 .3rem; padding-left: 1.1rem; font-size: .8rem; color: {QUIET}; }}
.confidence details {{ margin: .2rem 0; font-size: .86rem; }} .confidence summary {{ cursor: pointer; }}
.confidence details ul {{ margin: .2rem 0 .3rem; padding-left: 1.6rem; font-size: .8rem;
  overflow-wrap: anywhere; }}
.confidence details .quiet {{ margin: .2rem 0 0 .6rem; font-size: .78rem; color: {QUIET}; }}
.confidence > p {{ font-size: .86rem; line-height: 1.65; margin: .3rem 0; }}
.confidence h4 {{ font-size: .9rem; margin: .7rem 0 .2rem; padding: 0; }}
.finding li {{ margin: .1rem 0; overflow-wrap: anywhere; }} .finding li.rule {{ color: {INK}; }}
.pill.warn {{ background: {style.OTHER_OUTER_BAND}; color: {WARN}; }}
@media (max-width: 640px) {{
  [data-testid="stMainBlockContainer"] {{ padding: 3.4rem .9rem 1.5rem; }}
  .st-key-charts > *, .st-key-charts > :is(:first-child, :last-child) {{ grid-column: 1 / -1; }}
  .cards {{ grid-template-columns: repeat(auto-fit, minmax(9.2rem, 1fr)); gap: 0 .5rem; }}
  .card .value {{ font-size: 1.3rem; }}
}}
</style>"""

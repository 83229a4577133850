# ruff: noqa: E501 - a table, a line for each rule
"""An example of each rule of Vensim's language, with the answer that its page gives.

Every example defines ``y`` and runs from 0 to 4 by steps of 1. Pages are those of vensim.com/documentation.
`python -m benchmarks.engines` hands them to other engines too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.engine.language.expressions import MISSING

CONTROLS = "INITIAL TIME = 0 ~~|\nFINAL TIME = 4 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = TIME STEP ~~|\n"
RANGE, TWO = "d: a, b, c ~~|\nx[d] = 5, 3, 4 ~~|\n", "d: a, b ~~|\ne: p, q ~~|\nx[d, e] = 1, 2; 3, 4; ~~|\n"
MARKET = "d: a, b ~~|\nh: ptype, ppriority, pwidth, pextra ~~|\nr[d] = 4, 8 ~~|\npr[a, h] = 1, 5, 4, 0 ~~|\npr[b, h] = 1, 5, 4, 0 ~~|\n"
TABLE = "f((0,0),(1,5),(2,7)) ~~|\n"


@dataclass(frozen=True)
class Case:
    """An example.

    Parameters
    ----------
    rule : what it shows
    page : that states it
    text : equations before that of y
    equation : of y, or of an element of it
    known : y at each time
    """

    rule: str
    page: str
    text: str
    equation: str
    known: tuple[float, ...]

    @property
    def model(self) -> str:
        """Return the text of the model."""
        return f"{{UTF-8}}\n{self.text}{self.equation} ~~|\n{CONTROLS}"


def _steady(rule: str, page: str, value: float, equation: str, text: str = "") -> Case:
    return Case(rule, page, text, f"y = {equation}", (value,) * 5)


def _moving(rule: str, page: str, known: tuple[float, ...], equation: str, text: str = "") -> Case:
    return Case(rule, page, text, f"y = {equation}", known)


CASES = (
    _steady("a sign binds looser than a power", "22030", -4, "-2^2"),
    _steady("a power of a negative exponent", "22030", 0.25, "2^-2"),
    _steady("powers from the right", "22030", 512, "2^3^2"),
    _steady("a sign after an operator", "22030", -6, "2*-3"),
    _steady("division from the left", "22030", 2, "12/3/2"),
    _moving("not before and", "22030", (1, 0, 0, 0, 0), "IF THEN ELSE(:NOT: Time > 0 :AND: Time < 3, 1, 0)"),
    _moving("and before or", "22030", (1, 1, 1, 0, 1), "IF THEN ELSE(Time > 3 :OR: Time >= 0 :AND: Time < 3, 1, 0)"),
    _moving("a missing value can be compared", "na", (1, 1, 1, 0, 0), "IF THEN ELSE(m = :NA:, 0, 1)",
            "m = IF THEN ELSE(Time > 2, :NA:, 7) ~~|\n"),
    _steady("a number with an exponent", "22025", 1500.5, "1.5e3 + .5"),
    _steady("case and blanks of a name", "22025", 3, "A__b", "a  B = 3 ~~|\n"),
    _steady("a quoted name", "22025", 3, '"a-b (c)"', '"a-b (c)" = 3 ~~|\n'),
    _steady("a line that goes on", "22025", 6, "1 + \\\n\t\t2 + 3"),
    _moving("a lookup from right to left", "lookups", (7, 5, 3, 1, 1), "g(Time)", "g((3,1),(1,5),(0,7)) ~~|\n"),
    _steady("INTEGER towards zero", "fn_integer", -2, "INTEGER(-2.7)"),
    _steady("QUANTUM", "fn_quantum", 1.5, "QUANTUM(1.9, 0.5)"),
    _steady("QUANTUM just short of a whole", "fn_quantum", 1, "QUANTUM(1, 0.1)"),
    _steady("MODULO", "fn_modulo", 1, "MODULO(7, 3)"),
    _steady("ZIDZ", "fn_zidz", 0, "ZIDZ(3, 0)"),
    _steady("ZIDZ counts less than 1e-6 as zero", "fn_zidz", 0, "ZIDZ(3, 5e-7)"),
    _steady("XIDZ", "fn_xidz", 8, "XIDZ(3, 0, 8)"),
    _steady("LOG to a base", "fn_log", 3, "LOG(8, 2)"),
    _steady("GAMMA LN", "fn_gamma_ln", math.log(24), "GAMMA LN(5)"),
    _steady("POWER", "fn_power", 8, "POWER(2, 3)"),
    _steady("ARCTAN", "fn_arctan", math.pi / 4, "ARCTAN(1)"),
    _moving("STEP", "fn_step", (0, 0, 5, 5, 5), "STEP(5, 2)"),
    _moving("RAMP", "fn_ramp", (0, 0, 2, 4, 4), "RAMP(2, 1, 3)"),
    _moving("PULSE", "fn_pulse", (0, 1, 1, 0, 0), "PULSE(1, 2)"),
    _moving("PULSE of no width lasts a step", "fn_pulse", (0, 1, 0, 0, 0), "PULSE(1, 0)"),
    _moving("PULSE TRAIN", "fn_pulse_train", (0, 1, 0, 1, 0), "PULSE TRAIN(1, 1, 2, 9)"),
    _moving("the last pulse may begin at the end", "fn_pulse_train", (1, 0, 1, 0, 0), "PULSE TRAIN(0, 1, 2, 2)"),
    _moving("a stock", "fn_integ", (10, 12, 14, 16, 18), "INTEG(2, 10)"),
    _moving("INITIAL", "fn_initial", (7, 7, 7, 7, 7), "INITIAL(Time + 7)"),
    _moving("REINITIAL", "fn_reinitial", (7, 7, 7, 7, 7), "REINITIAL(Time + 7)"),
    _moving("ACTIVE INITIAL", "fn_active_initial", (3, 6, 12, 24, 48), "s", "s = INTEG(s, v) ~~|\nv = ACTIVE INITIAL(s + 1, 3) ~~|\n"),
    _moving("SMOOTH", "fn_smooth", (0, 0, 0.5, 1.25, 2.125), "SMOOTH(Time, 2)"),
    _moving("SMOOTHI", "fn_smooth", (8, 4, 2.5, 2.25, 2.625), "SMOOTHI(Time, 2, 8)"),
    _moving("SMOOTH3", "fn_smooth3", (0, 0, 0, 0, 0.125), "SMOOTH3(STEP(8, 1), 12)"),
    _moving("DELAY1", "fn_delay1", (0, 0, 0.5, 1.25, 2.125), "DELAY1(Time, 2)"),
    _moving("DELAY1I", "fn_delay1", (8, 4, 2.5, 2.25, 2.625), "DELAY1I(Time, 2, 8)"),
    _moving("DELAY3", "fn_delay3", (0, 0, 0, 0, 0.125), "DELAY3(STEP(8, 1), 12)"),
    _moving("DELAY FIXED", "fn_delay_fixed", (9, 9, 0, 1, 2), "DELAY FIXED(Time, 2, 9)"),
    _moving("DELAY CONVEYOR", "fn_delay_conveyor", (8, 6, 3.375, 4.5, 5.625),
            "DELAY CONVEYOR(6 + 2 * Time, 2, 0.25, even, 16, 2)", "even((0,1),(1,1)) ~~|"),
    _moving("DELAY FIXED lasts a step at least", "fn_delay_fixed", (9, 0, 1, 2, 3), "DELAY FIXED(Time, 0, 9)"),
    _moving("DELAY MATERIAL", "fn_delay_material", (9, 9, 0, 1, 2), "DELAY MATERIAL(Time, 2, 9, -1)"),
    _moving("DELAY INFORMATION", "fn_delay_information", (9, 9, 0, 1, 1), "DELAY INFORMATION(Time, 2 + STEP(1, 2), 9)"),
    _moving("an order too high for the step", "fn_delay_n", (6, 6, 1.52, -0.272, -0.8096), "DELAY N(-1, 2.5, 6, 3)"),
    _moving("TREND", "fn_trend", (0.1, 0.1, 0.1, 0.1, 0.1), "TREND(x, 2, 0.1)", "x = INTEG(0.1 * x, 50) ~~|\n"),
    _moving("FORECAST", "fn_forecast", (1, 4, 6, 64 / 9, 8), "FORECAST(Time + 1, 2, 2)"),
    _moving("SAMPLE IF TRUE", "fn_sample_if_true", (9, 9, 2, 2, 2), "SAMPLE IF TRUE(Time = 2, Time, 9)"),
    _moving("NPV", "fn_npv", (100, 180, 244, 295.2, 336.16), "NPV(100, 0.25, 0, 1)"),
    _moving("NPVE", "fn_npve", (80, 144, 195.2, 236.16, 268.928), "NPVE(100, 0.25, 0, 1)"),
    _moving("DEPRECIATE STRAIGHTLINE", "fn_depreciate_straightline", (0, 0, 10, 20, 20),
            "DEPRECIATE STRAIGHTLINE(30 * PULSE(2, 2), 3, 1, 0)"),
    _steady("DEPRECIATE STRAIGHTLINE goes on as it began", "fn_depreciate_straightline", 7,
            "DEPRECIATE STRAIGHTLINE(7, 4, 1, 7)"),
    _moving("DELAYP", "fn_delayp", (0, 0, 0, 0, 10), "DELAYP(STEP(10, 1), 3: under way)"),
    _moving("what DELAYP has under way", "fn_delayp", (0, 0, 10, 20, 30), "under way",
            "out = DELAYP(STEP(10, 1), 3: under way) ~~|\n"),
    _moving("SINTEG not below a value", "fn_sinteg", (5, 3, 1, 0, 0), "SINTEG(-2, 5, 0, :NA:, :NA:, :NA:, :NA:)"),
    _moving("SINTEG not above a value", "fn_sinteg", (5, 7, 8, 8, 8), "SINTEG(2, 5, :NA:, 8, :NA:, :NA:, :NA:)"),
    _moving("SINTEG rests near a value", "fn_sinteg", (5, 3.5, 2, 2, 2),
            "SINTEG(IF THEN ELSE(Time < 2, -1.5, -0.2), 5, :NA:, :NA:, :NA:, 2, 0.6)"),
    _moving("GAME", "fn_game", (0, 1, 2, 3, 4), "GAME(Time)"),
    _moving("TIME BASE", "fn_time_base", (10, 12, 14, 16, 18), "TIME BASE(10, 2)"),
    _moving("GET TIME VALUE", "fn_get_time_value", (2, 3, 4, 5, 6), "GET TIME VALUE(0, 2, 0)"),
    _moving("a lookup holds its ends", "22820", (0, 5, 7, 7, 7), "f(Time)", TABLE),
    _moving("WITH LOOKUP", "fn_with_lookup", (0, 5, 7, 7, 7), "WITH LOOKUP(Time, ([(0,0)-(9,9)],(0,0),(1,5),(2,7)))"),
    _moving("x first, then y", "lookups", (0, 5, 7, 7, 7), "g(Time)", "g(0,1,2,0,5,7) ~~|\n"),
    _moving("LOOKUP EXTRAPOLATE", "fn_lookup_extrapolate", (0, 5, 7, 9, 11), "LOOKUP EXTRAPOLATE(f, Time)", TABLE),
    _moving("LOOKUP FORWARD", "fn_lookup_forward", (0, 5, 5, 7, 7), "LOOKUP FORWARD(f, Time / 2)", TABLE),
    _moving("LOOKUP BACKWARD", "fn_lookup_backward", (0, 0, 5, 5, 7), "LOOKUP BACKWARD(f, Time / 2)", TABLE),
    _moving("LOOKUP INVERT", "fn_lookup_invert", (0, 0.4, 0.8, 1.5, 2), "LOOKUP INVERT(f, 2 * Time)", TABLE),
    _moving("LOOKUP AREA", "fn_lookup_area", (1, 1.25, 1.5, 1.75, 2), "LOOKUP AREA(g, -1, Time / 4)",
            "g((0,1),(1,1),(2,2)) ~~|\n"),
    _steady("LOOKUP AREA beyond the points", "fn_lookup_area", 3, "LOOKUP AREA(g, 0.5, 2.5)", "g((0,1),(1,1),(2,2)) ~~|\n"),
    _steady("SUM over two ranges", "fn_sum", 10, "SUM(x[d!, e!])", TWO),
    _steady("PROD", "fn_prod", 24, "PROD(x[d!, e!])", TWO),
    _steady("VMIN", "fn_vmin", 3, "VMIN(x[d!])", RANGE),
    _steady("VMAX", "fn_vmax", 5, "VMAX(x[d!])", RANGE),
    _steady("ELMCOUNT", "fn_elmcount", 3, "ELMCOUNT(d)", RANGE),
    _steady("an element counts by its place", "22095", 2, "z[b]", "d: a, b, c ~~|\ns: b, c ~~|\nz[s] = s ~~|\n"),
    _steady("a mapped range counts by its counterpart", "22250", 2, "z[a]", "d: a, b ~~|\ne: q, p -> (d: b, a) ~~|\nz[d] = e ~~|\n"),
    _steady("a mapped range", "22250", 4, "z[q]", "d: a, b ~~|\ne: p, q -> d ~~|\nx[d] = 3, 4 ~~|\nz[e] = x[d] ~~|\n"),
    _steady("EXCEPT", "exceptionequations", 12, "SUM(z[d!])", "d: a, b, c ~~|\nz[d] :EXCEPT: [a] = 1 ~~|\nz[a] = 10 ~~|\n"),
    _steady("VECTOR SORT ORDER", "fn_vector_sort_order", 1, "o[a]", f"{RANGE}o[d] = VECTOR SORT ORDER(x[d], 1) ~~|\n"),
    _steady("VECTOR RANK", "fn_vector_rank", 3, "o[a]", f"{RANGE}o[d] = VECTOR RANK(x[d], 1) ~~|\n"),
    _steady("VECTOR REORDER", "fn_vector_reorder", 3, "z[a]", f"{RANGE}o[d] = 1, 2, 0 ~~|\nz[d] = VECTOR REORDER(x[d], o[d]) ~~|\n"),
    _moving("VECTOR ELM MAP", "fn_vector_elm_map", (5, 3, 4, MISSING, MISSING), "VECTOR ELM MAP(x[a], Time)", RANGE),
    _steady("VECTOR SELECT", "fn_vector_select", 11, "VECTOR SELECT(s[d!], x[d!], 0, 0, 0)", f"{RANGE}s[d] = 1, 2, 0 ~~|\n"),
    _moving("VECTOR LOOKUP", "fn_vector_lookup", (5, 4, 3, 3.5, 4), "VECTOR LOOKUP(x[a], Time, 0, 4, 0)", RANGE),
    _moving("a mode of VECTOR LOOKUP that changes", "fn_vector_lookup", (5, 4, 3, 3, 4), "VECTOR LOOKUP(x[a], Time, STEP(2, 3), 4, 0)", RANGE),
    _moving("data of a constant", "dataequations", (3, 3, 3, 3, 3), "k", "k := 3 ~~|\n"),
    _steady("INVERT MATRIX", "fn_invert_matrix", -2, "n[a, p]", f"{TWO}n[d, e] = INVERT MATRIX(x[d, e], 2) ~~|\n"),
    _steady("ALLOCATE BY PRIORITY", "fn_allocate_by_priority", 4, "z[b]",
            f"{RANGE}p[d] = 1, 3, 2 ~~|\nr[d] = 5, 4, 3 ~~|\nz[d] = ALLOCATE BY PRIORITY(r[d], p[d], 3, 1, 6) ~~|\n"),
    _steady("ALLOCATE AVAILABLE", "fn_allocate_available", 7 / 3, "z[a]",
            "d: a, b ~~|\nh: ptype, ppriority, pwidth, pextra ~~|\nr[d] = 4, 8 ~~|\npr[a, h] = 1, 5, 3, 0 ~~|\n"
            "pr[b, h] = 1, 5, 3, 0 ~~|\nz[d] = ALLOCATE AVAILABLE(r[d], pr[d, ptype], 7) ~~|\n"),
    _steady("FIND MARKET PRICE", "fn_find_market_price", 5, "FIND MARKET PRICE(r[a], pr[a, ptype], r[a], pr[a, ptype])", MARKET),
    _steady("DEMAND AT PRICE", "fn_demand_at_price", 2, "q[b]", f"{MARKET}q[d] = DEMAND AT PRICE(r[d], pr[d, ptype], 6) ~~|\n"),
    _steady("SUPPLY AT PRICE", "fn_supply_at_price", 6, "q[b]", f"{MARKET}q[d] = SUPPLY AT PRICE(r[d], pr[d, ptype], 6) ~~|\n"),
    _steady("a macro", "22145", 7, "M(3)", ":MACRO: M(x)\nM = 2 * x + z ~~|\nz = 1 ~~|\n:END OF MACRO:\n"),
    _moving("a macro with a stock", "22145", (1, 3, 5, 7, 9), "M(2)", ":MACRO: M(x)\nM = INTEG(x, 1) ~~|\n:END OF MACRO:\n"),
)  # fmt: skip

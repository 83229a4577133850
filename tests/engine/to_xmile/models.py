"""Models of Vensim's language that together use what XMILE can hold, by what each is about."""

from __future__ import annotations

from tests.engine.build import text_of

_RANGES = (
    "region: north, south side, east",
    "part: north, east",
    "age: (a1-a4)",
    "plant: p1, p2, p3 -> region",
)

_MACROS = """:MACRO: ADJUST(goal, delay)
ADJUST = INTEG(gap / delay, goal / 2) ~~|
gap = goal - ADJUST ~~|
:END OF MACRO:
:MACRO: TWICE(x)
TWICE = WITH LOOKUP(x, ((0,0),(9,18))) ~~|
:END OF MACRO:
:MACRO: OUTER(x)
OUTER = ADJUST(TWICE(x), 2) + level * TIME STEP$ ~~|
level = INTEG(x, 1) ~~|
:END OF MACRO:
"""

_DESCRIBED = """****
\t.people
****~
\t\t人口 / People
\t|
population = INTEG(births, 5) ~ people [0,?] ~ 人口 < 100 & "other" / Population |
births = birth rate * population ~ people/year ~ 出生 / Births |
****
\t.rest
****~
\t\t其余
\t|
birth rate = 0.1 ~ 1/year ~|
unused = 3 ~ dmnl [-1,4] ~|
INITIAL TIME = 2019 ~ year ~|
FINAL TIME = 2030 ~ year ~|
TIME STEP = 0.25 ~ year ~|
SAVEPER = 1 ~ year ~|
\\\\\\---/// Sketch
///---\\\\\\
22:people,persons
"""

MODELS: dict[str, str] = {
    "stocks and flows": text_of(
        "a = INTEG(inflow - outflow - loss, 10)",
        "b = INTEG(outflow, 0)",
        "c = INTEG(-loss, 3)",
        "d = INTEG(inflow * 2 - d / 3, b + 1)",
        "e = INTEG(loss - inflow + outflow, 1)",
        "f = INTEG(0, 7)",
        "g = INTEG(inflow + inflow, 7)",
        "inflow = 3 + SIN(Time)",
        "outflow = a / 5",
        "loss = 0.1",
    ),
    "arrays": text_of(
        *_RANGES,
        "x[region] = 1, 2, 3",
        "m[region, age] = x[region] * age + Time",
        "s[region, age] = INTEG(m[region, age] - gone[region, age], x[region])",
        "gone[region, age] = s[region, age] / 4",
        "t[region] = INTEG(x[region] - x[region] / 2, 0)",
        "u[part] = x[part] + 1",
        "u[south side] = 9",
        "v[region] :EXCEPT: [south side] = x[region] - 1",
        "v[south side] = 5 * Time",
        "w[plant] = x[region] * plant",
        "total = SUM(m[region!, age!]) + SUM(m[north, age!]) - SUM(x[part!])",
        "least = VMIN(x[region!]) + VMAX(x[part!]) * PROD(x[region!])",
        "by age[age] = SUM(m[region!, age]) + ELMCOUNT(region)",
        "chain[a1] = 1",
        "chain[a2] = chain[a1] * 2",
        "chain[a3] = chain[a2] * 2",
        "chain[a4] = chain[a3] * 2",
        "diagonal[part] = SUM(square[part, region!])",
        "square[part, region] = IF THEN ELSE(part = region, 1, part)",
    ),
    "lookups": text_of(
        "f((0,0), (1,3), (4,3), (6,-2.5))",
        "by[side]((0,0),(10,1))",
        "by[other]((0,5),(10,1))",
        "side or other: side, other",
        "plain = f(Time) + f(2 * Time - 3)",
        "beyond = LOOKUP EXTRAPOLATE(f, Time - 2)",
        "held = LOOKUP BACKWARD(f, Time)",
        "g((0,2),(3,5))",
        "only beyond = LOOKUP EXTRAPOLATE(g, Time)",
        "inline = WITH LOOKUP(Time / 2, ((0,1),(2,5),(5,4)))",
        "within = 2 * WITH LOOKUP(Time, ((0,1),(9,5))) + WITH LOOKUP(2, ((0,1),(9,5)))",
        "each[side or other] = by[side or other](Time) + LOOKUP EXTRAPOLATE(by[side or other], 12)",
    ),
    "delays": text_of(
        "x = 3 + STEP(2, 1) + RAMP(0.5, 2, 6)",
        "time to wait = 2",
        "a = DELAY FIXED(x, time to wait, 1) + DELAY FIXED(x, TIME STEP, 5) + DELAY FIXED(x, x / 2, 0)",
        "b = DELAY N(x, time to wait, 1, 4) + SMOOTH N(x, 3, 2, 2)",
        "c = DELAY1(x, 2) + DELAY1I(x, 2, 1) + DELAY3(x, 2) + DELAY3I(x, 2, 1)",
        "d = SMOOTH(x, 2) * SMOOTHI(x, 2, 1) * SMOOTH3(x, 2) / SMOOTH3I(x, 2, 1)",
        "e = TREND(x, 4, 0.01) + FORECAST(x, 4, 2)",
        "f = INITIAL(x * 2) + x",
        "g = ACTIVE INITIAL(h + 1, 3)",
        "h = INTEG(g / 9, g)",
    ),
    "events": text_of(
        "a = PULSE(1, 2) + PULSE(3.3, 0) + PULSE(4, 0.3)",
        "b = PULSE TRAIN(1, 0.5, 2, 8)",
        "c = SAMPLE IF TRUE(MODULO(Time, 3) < 1, Time, 9)",
        "d = STEP(a, 2) - RAMP(b + 1, 1, 7)",
        "e = INTEG(a, 0)",
    ),
    "events under Runge-Kutta": text_of(
        "a = PULSE(1, 2) + PULSE TRAIN(1, 0.5, 2, 8)",
        "b = SAMPLE IF TRUE(Time > 3, s, 1)",
        "s = INTEG(a + STEP(0.3, 2) - s / 5, 2)",
        "e = DELAY FIXED(s, 1, 0) + SMOOTH(s, 2)",
    )
    + "\\\\\\---/// Sketch\n///---\\\\\\\n15:0,0,0,5,0,0\n",
    "arithmetic": text_of(
        "x = Time - 5",
        "a = -x^2 - -x + (-2)^2 - 2^-x + 2^3^0.5",
        "b = 100 - (7 - 3) - (2 - x) / (4 / (x + 20)) * (3 * 2)",
        "c = IF THEN ELSE(:NOT: (x > 0) :AND: (x <> -3 :OR: a >= 2), 1, IF THEN ELSE(x = 2, 5, -1))",
        "d = MODULO(x, 3) + QUANTUM(x, 0.7) + INTEGER(x / 2) + MODULO(-x, -0.3)",
        "e = ZIDZ(1, x) + XIDZ(2, x * 1e-7, 4) + LOG(x + 20, 3) + POWER(2, x)",
        "f = SINH(x / 5) + COSH(x / 5) - TANH(x) + ARCTAN(x) + ARCSIN(x / 9) + ARCCOS(x / 9)",
        "g = MIN(x, MAX(2, -x)) + ABS(x) + SQRT(ABS(x)) + EXP(x / 9) + LN(x + 9) + GAMMA LN(x + 9)",
        "h = IF THEN ELSE(x > 2, :NA:, 1.5e-7) + TIME BASE(3, 2)",
    ),
    "random": text_of(
        "a = RANDOM UNIFORM(2, 5, 7) + RANDOM 0 1()",
        "b = RANDOM NORMAL(-9, 9, 1, 2, 3)",
        "c = RANDOM TRIANGULAR(0, 4, 0, 1, 4, 2)",
        "d = RANDOM EXPONENTIAL(0, 1e300, 0, 2, 4)",
        "s = INTEG(b, 0)",
        "noise seed = 5",
    ),
    "macros": _MACROS + text_of("a = OUTER(Time)", "b = ADJUST(a, 3) + TWICE(2)", "c = INTEG(OUTER(1), 0)"),
    "names": text_of(
        '"a-b (c)" = 3',
        '"1st of all" = "a-b (c)" + 1',
        "产出（万吨） = 5",
        "and = 产出（万吨） * 2",
        'delay = and + "1st of all"',
        "size = DELAY1(delay, 2) + SMOOTH(size of it, 2)",
        "size of it = delay + 1",
        "time to go = Time + TIME STEP + INITIAL TIME + FINAL TIME + SAVEPER",
        'place: first place, "2nd"',
        "in[place] = 4 * place",
        'out = in["2nd"] + in[first place]',
    ),
    "units and groups": _DESCRIBED,
}

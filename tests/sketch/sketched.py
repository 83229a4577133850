"""A small model whose views are known, and its sketch as drawn by hand."""

BATH = """\
{UTF-8}
********************************************************
	.water
********************************************************~
		水 / Water
	|
water in tub = INTEG(inflow-drain-leak, opening water)
	~	m3
	~	浴缸水量，随进出变化 / Water in the tub
	|
drain = water in tub/drain time*switch B1
	~	m3/minute
	~	排水 / Drain
	|
leak = 0.01
	~	m3/minute
	~	渗漏 / Leak
	|
cistern = INTEG(drain-leak rate*cistern, 0)
	~	m3
	~	蓄水池（地下） / Cistern
	|
drain time = 5
	~	minute
	~	排水时间 / Drain time
	|
opening water = 40
	~	m3
	~	期初水量 / Water at the start
	|
leak rate = 0.1
	~	1/minute
	~	渗漏率 / Leak rate
	|
switch B1 = 1
	~	Dmnl
	~	回路 B1 开关：1 接通 / Switch of loop B1
	|
********************************************************
	.levers
********************************************************~
		杠杆 / Levers
	|
inflow = inflow from+(inflow to-inflow from)*MIN(1, MAX(0, (Time-inflow start)/MAX(inflow end-
	inflow start, TIME STEP)))
	~	m3/minute
	~	进水。由龙头给出 / Inflow
	|
inflow from = 1
	~	m3/minute
	~	进水：起点值 / Inflow before
	|
inflow to = 2
	~	m3/minute
	~	进水：终点值 / Inflow after
	|
inflow start = 0
	~	minute
	~	进水：开始时间 / Start
	|
inflow end = 4
	~	minute
	~	进水：完成时间 / End
	|
INITIAL TIME = 0 ~ minute ~ |
FINAL TIME = 10 ~ minute ~ |
TIME STEP = 1 ~ minute ~ |
SAVEPER = 1 ~ minute ~ |
"""

SKETCH = """\
\\\\\\---/// Sketch information - do not modify anything except names
V300  Do not put anything below this section - it will be ignored
*by hand
$192-192-192,0,Times New Roman|12||0-0-0|0-0-0|0-0-255|-1--1--1|-1--1--1|96,96,100,0
10,1,Water in tub,275,69,40,20,3,3,0,0,0,0,0,0
12,2,48,91,71,8,8,0,3,0,0,-1,0,0,0
1,3,5,1,4,0,0,22,0,0,0,-1--1--1,,1|(204,71)|
1,4,5,2,100,0,0,22,0,0,0,-1--1--1,,1|(130,71)|
11,5,48,167,71,6,8,34,3,0,0,1,0,0,0
10,6,inflow,167,90,19,11,40,2,0,3,-1,0,0,0,128-128-128,0-0-0,|12||128-128-128
10,7,drain time,99,118,29,11,8,3,0,0,0,0,0,0
1,8,7,1,1,0,0,0,0,64,0,-1--1--1,,1|(203,140)|
1,9,7,6,0,0,0,0,0,64,0,-1--1--1,,1|(130,104)|
12,10,0,269,22,37,9,8,4,0,0,-1,0,0,0
A note, with a <comma>
10,11,nothing known,300,200,40,11,8,3,0,0,0,0,0,0
1,12,7,99,0,0,0,0,0,64,0,-1--1--1,,1|(1,1)|
30,13,a bitmap, that we do not draw
///---\\\\\\
:L<%^E!@
1:Current.vdf
"""

# %% [markdown]
# # 公共投资从 80 到 140 亿元：产值与债务 · Public investment from 80 to 140: output and debt
#
# 逐一改变一个杠杆，其他措施与规划相同。One lever is changed at a time; all else is the plan.

# %%
import pandas as pd

import sim

results = {}
for amount in (80, 95, 120, 140):
    run = sim.run_scenario("plan", set={"public investment": amount})
    table = sim.indicators(run)
    results[amount] = {
        "产值 output 2035": table["gross_industrial_output"].assessed(2035)[0],
        "净债务率 debt ratio 2035": table["government_debt_ratio"].assessed(2035)[0],
    }

# %%
print(pd.DataFrame(results).T.round(0))

# %% [markdown]
# # 两个情景的达标概率 · Probabilities under two scenarios
#
# 两个集合用同一种子，抽样相同。Both ensembles share their draws.
# 成员数由命令行给出，默认 200。The number of members is the first argument, 200 by default.

# %%
import sys
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd

import sim

members = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 200
own = Path(__file__).parent / "people-and-homes.yaml"
folder = Path(mkdtemp(prefix="teda-"))

# %%
tables = {}
for name, scenario in {"规划 plan": "plan", "住房与公共服务 homes": own}.items():
    found = sim.run_ensemble(scenario, members=members, seed=7, out=folder / name)
    tables[name] = found.targets.set_index(["indicator", "year"])["met"]

# %%
shown = pd.DataFrame(tables)
shown["差 difference"] = shown.iloc[:, 1] - shown.iloc[:, 0]
print(shown.loc[shown["差 difference"].abs().nlargest(8).index].round(3))

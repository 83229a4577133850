# %% [markdown]
# # 图与幻灯片 · A chart and slides
#
# 文件写进命令行给出的文件夹，不写则为临时文件夹。
# Files go into the folder of the first argument, or a temporary one.

# %%
import sys
from pathlib import Path
from tempfile import mkdtemp

import sim

folder = (
    Path(sys.argv[1]) if len(sys.argv) > 1 and Path(sys.argv[1]).is_dir() else Path(mkdtemp(prefix="teda-"))
)
run = sim.run_scenario(Path(__file__).parent / "investment-120.yaml")

# %%
figure = sim.build_chart(run, "gross_industrial_output", language="zh")
figure.savefig(folder / "产值.png")

# %%
(folder / "汇报.pptx").write_bytes(sim.build_deck(run))
print(*sorted(path.name for path in folder.iterdir()))

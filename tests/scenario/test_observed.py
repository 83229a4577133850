"""Observations of variables: their names and units are those of the model."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import SimError
from sim.scenario.workspace import load_workspace

HEAD = "# remark\nindicator,variable,measure,year,value,unit,price_basis,grade,source,use\n"


def write(home: Path, *rows: str) -> None:
    (home / "model" / "observations.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("row", "en"),
    [
        (",outputt,flow,2021,1,亿元,none,A,s1,", 'the model has no variable "outputt". Nearest: "output".'),
        (
            ",demand,stock,2021,1,亿元/年,none,A,s1,",
            '"demand" has elements; name one of: demand[automobiles], demand[health].',
        ),
        (
            ",demand[ships],stock,2021,1,亿元/年,none,A,s1,",
            '"demand" has no element "[ships]"; name one of: demand[automobiles], demand[health].',
        ),
        (",output,flow,2021,1,万元,none,A,s1,", '"unit" is "万元"; "output" as a flow is in "亿元".'),
        (",output,growth,2021,1,亿元,none,A,s1,", '"unit" is "亿元"; "output" as a growth is in "%".'),
        (",residents,stock,2021,1,人,none,A,s1,", '"unit" is "人"; "residents" as a stock is in "万人".'),
    ],
)
def test_a_row_that_does_not_fit_the_model_is_reported(own_home: Path, row: str, en: str) -> None:
    write(own_home, ",output,flow,2022,1,亿元,none,A,s1,", row)
    with pytest.raises(SimError) as caught:
        load_workspace(own_home)
    (fault,) = caught.value.faults
    assert (fault.en, fault.place.rpartition("observations.csv:")[2]) == (en, "4")
    assert fault.zh

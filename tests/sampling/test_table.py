"""A user's own table of draws: its values, and each message for an invalid one."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.errors import SimError
from sim.sampling.sampler import sampler_of
from sim.sampling.table import MOST_FAULTS, TableDraws, read_table
from sim.sampling.table_file import CHUNK
from sim.scenario.vary import Varied
from sim.scenario.workspace import Workspace
from tests.sampling.homes import CLEAN_SHARE, MIGRATION, by_key, whole

ROWS = 2 * CHUNK + 11


@pytest.fixture
def frame() -> pd.DataFrame:
    """Return draws of a constant and two levers for more members than are read at a time."""
    random = np.random.default_rng(1)
    return pd.DataFrame(
        {
            "migration": random.uniform(0.5, 2, ROWS),
            "public investment": random.uniform(100, 160, ROWS),
            "Demand_Growth[ health ]": random.uniform(0, 0.1, ROWS),
        }
    )


def written(path: Path, text: str, *, encoding: str = "utf-8") -> Path:
    path.write_text(text, encoding=encoding)
    return path


def reported(path: Path, workspace: Workspace) -> list[tuple[str, str, str]]:
    """Return place, Chinese and English of all faults."""
    with pytest.raises(SimError) as caught:
        read_table(path, workspace)
    return [
        (fault.place.replace(f"{path.parent}{os.sep}", ""), fault.zh, fault.en)
        for fault in caught.value.faults
    ]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize("numbered", [True, False])
def test_a_table_gives_its_values(
    workspace: Workspace, frame: pd.DataFrame, tmp_path: Path, ending: str, numbered: bool
) -> None:
    path = tmp_path / f"draws.{ending}"
    table = frame.reset_index(names="member") if numbered else frame
    table.to_csv(path, index=False) if ending == "csv" else table.to_parquet(path, row_group_size=5_000)
    sampler = sampler_of(workspace, None, 7, table=path)
    assert (sampler.members, sampler.method) == (ROWS, "table")
    assert sampler.keys == ("migration", "public investment to", "demand growth to[health]")
    assert sampler.asked_for == set(sampler.keys)
    np.testing.assert_array_equal(whole(sampler), frame.to_numpy().T)
    np.testing.assert_array_equal(
        sampler.block(CHUNK - 3, CHUNK + 9), whole(sampler)[:, CHUNK - 3 : CHUNK + 9]
    )


def test_the_manifest_names_the_table(workspace: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path / "own.csv", "migration,energy\n1,2000\n1.5,900\n")
    found = sampler_of(workspace, None, 7, table=path).manifest()
    assert found == {
        "method": "table",
        "seed": 7,
        "members": 2,
        "table": {
            "file": "own.csv",
            "sha256": "2abba12e028a82b9a90cd32c198d454aa466acac5192c2c62e791899ad0ff752",
            "columns": 2,
            "beyond_registry": ["energy"],  # its range is 800 to 1300
        },
    }


def test_a_spreadsheet_s_csv_is_read(workspace: Workspace, tmp_path: Path) -> None:
    text = '"migration", energy\r\n1.0, 1E3\r\n\r\n"2",999\r\n'
    path = written(tmp_path / "own.CSV", text, encoding="utf-8-sig")
    np.testing.assert_array_equal(whole(sampler_of(workspace, None, 7, table=path)), [[1, 2], [1000, 999]])


def test_a_name_without_its_subscript_gives_all_elements(workspace: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path / "own.csv", "demand growth\n0.01\n0.02\n")
    found = by_key(sampler_of(workspace, None, 7, table=path))
    assert {key: values.tolist() for key, values in found.items()} == {
        "demand growth to[automobiles]": [0.01, 0.02],
        "demand growth to[health]": [0.01, 0.02],
    }


def test_fewer_members_than_rows_are_the_first(workspace: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path / "own.csv", "migration\n1\n2\n3\n")
    sampler = sampler_of(workspace, 2, 7, table=path)
    assert (sampler.members, whole(sampler).tolist()) == (2, [[1, 2]])
    with pytest.raises(SimError) as caught:
        sampler_of(workspace, 4, 7, table=path)
    assert [(fault.place, fault.zh, fault.en) for fault in caught.value.faults] == [
        (
            "members",
            "成员数为 4，而抽样表只有 3 行。",
            "4 members, but the table of draws has 3 rows.",
        )
    ]


def test_levers_may_vary_in_addition_to_a_table_but_not_twice(workspace: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path / "own.csv", "migration\n1\n2\n3\n")
    vary = (Varied("vary", (CLEAN_SHARE,), 0.2, 0.6),)
    found = by_key(sampler_of(workspace, None, 7, vary=vary, table=path))
    assert found["migration"].tolist() == [1, 2, 3]
    assert ((found["clean share to"] > 0.2) & (found["clean share to"] < 0.6)).all()
    twice = (Varied('--vary "migration=1..2"', (MIGRATION,), 1.0, 2.0),)
    with pytest.raises(SimError) as caught:
        sampler_of(workspace, None, 7, vary=twice, table=path)
    assert [(fault.place, fault.zh, fault.en) for fault in caught.value.faults] == [
        (
            '--vary "migration=1..2"',
            '"migration" 已在抽样表中，不能同时变动；请去掉其一。',
            '"migration" is in the table of draws and cannot vary as well; leave out one of them.',
        )
    ]


def test_a_table_leaves_a_method_nothing_to_draw(workspace: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path / "own.csv", "migration\n1\n")
    with pytest.raises(SimError) as caught:
        sampler_of(workspace, None, 7, "lhs", table=path)
    assert [(fault.place, fault.zh, fault.en) for fault in caught.value.faults] == [
        (
            "sampling",
            '抽样表（`draws`）已给出各成员的取值，`sampling="lhs"` 无从使用；请去掉其一。',
            'a table (`draws`) gives the draws, which leaves nothing for `sampling="lhs"`; leave out one of '
            "them.",
        )
    ]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            "migratoin,energy,energy,output,\n1,2,3,4,5\n",
            [
                (
                    "own.csv:1",
                    '没有名为 "migratoin" 的杠杆或常量。最接近的是 "migration"（万人/年）。',
                    'no lever or constant "migratoin". Nearest: "migration" [10k people/year].',
                ),
                (
                    "own.csv:1",
                    '"output" 由模型算出，不是常量，不能设定。',
                    '"output" is computed by the model; only constants can be set.',
                ),
                ("own.csv:1", "第 5 列没有列名。", "column 5 has no name."),
                ("own.csv:1", '"energy" 与 "energy" 重复。', '"energy" gives what "energy" gives already.'),
            ],
        ),
        (
            "migration,public investment\n1,401\nmany,100\n,nan\n2,-inf\n1,1\n",
            [
                (
                    "own.csv:2",
                    '"public investment" 为 401 [亿元/年]，超出 0–400 [亿元/年]。',
                    '"public investment" is 401 [100M CNY/year], outside 0 to 400 [100M CNY/year].',
                ),
                (
                    "own.csv:3",
                    '"migration" 为 "many"，应是数字。',
                    '"migration" is "many"; it must be a number.',
                ),
                (
                    "own.csv:4",
                    '"migration" 为（空），应是数字。',
                    '"migration" is (empty); it must be a number.',
                ),
                (
                    "own.csv:4",
                    '"public investment" 为 .nan，应是有限的数字，0–400 [亿元/年]。',
                    '"public investment" is .nan; it must be a finite number, 0 to 400 [100M CNY/year].',
                ),
                (
                    "own.csv:5",
                    '"public investment" 为 -.inf，应是有限的数字，0–400 [亿元/年]。',
                    '"public investment" is -.inf; it must be a finite number, 0 to 400 [100M CNY/year].',
                ),
            ],
        ),
        (
            "member,migration\n0,1\n\n2,1\n",
            [
                (
                    "own.csv:4",
                    '"member" 应为 1：各行按成员号排列，从 0 起。',
                    '"member" must be 1: the rows stand in the order of the members, from 0.',
                )
            ],
        ),
        (
            "migration,energy\n1\n1,2,3\n",
            [
                (
                    "own.csv:2",
                    "有 1 格，而列名有 2 个，应一一对应。",
                    "has 1 cells for 2 columns; there must be one for each.",
                ),
                (
                    "own.csv:3",
                    "有 3 格，而列名有 2 个，应一一对应。",
                    "has 3 cells for 2 columns; there must be one for each.",
                ),
            ],
        ),
        ("migration\n\n", [("own.csv", "表中没有一行数据。", "the table has no rows.")]),
        ("", [("own.csv:1", "没有一列是模型的常量。", "no column is a constant of the model.")]),
        ("member\n0\n", [("own.csv:1", "没有一列是模型的常量。", "no column is a constant of the model.")]),
    ],
)
def test_faults_of_a_csv_are_reported(
    workspace: Workspace, tmp_path: Path, text: str, faults: list[tuple[str, str, str]]
) -> None:
    assert reported(written(tmp_path / "own.csv", text), workspace) == faults


def test_a_fault_far_down_is_reported_with_its_line(workspace: Workspace, tmp_path: Path) -> None:
    lines = ["migration", *["1"] * ROWS]
    lines[CHUNK + 100] = "x"
    (fault,) = reported(written(tmp_path / "own.csv", "\n".join(lines)), workspace)
    assert fault[0] == f"own.csv:{CHUNK + 101}"


def test_of_very_many_faults_the_first_are_reported(workspace: Workspace, tmp_path: Path) -> None:
    found = reported(written(tmp_path / "own.csv", "\n".join(["migration", *["x"] * 100])), workspace)
    assert [place for place, _, _ in found] == [f"own.csv:{2 + row}" for row in range(MOST_FAULTS)] + [
        f"own.csv:{1 + MOST_FAULTS}"
    ]
    assert found[-1][1:] == ("以下还有，不再列出。", "there are more after these.")


def test_another_encoding_is_reported(workspace: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path / "own.csv", "migration,能耗\n1,2\n", encoding="gbk")
    assert reported(path, workspace) == [
        (
            "own.csv:1",
            "不是 UTF-8 编码的 CSV；请另存为“CSV UTF-8”。",
            'not CSV in UTF-8; save it as "CSV UTF-8".',
        )
    ]


def test_faults_of_a_parquet_file_are_reported(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "own.parquet"
    frame = pd.DataFrame({"migration": [1.0, None, 2.0], "switch R1": [True, False, True]})
    frame["energy"] = ["900", "1000", "1100"]
    frame.to_parquet(path)
    found = reported(path, workspace)
    assert [(place, en) for place, _, en in found][:4] == [
        ("own.parquet (member 0)", '"switch R1" is true; it must be a number, 0 to 1.'),
        ("own.parquet (member 0)", '"energy" is "900"; it must be a number. Leave out the quotation marks.'),
        ("own.parquet (member 1)", '"migration" is (empty); it must be a number.'),
        ("own.parquet (member 1)", '"switch R1" is false; it must be a number, 0 to 1.'),
    ]
    assert len(found) == 7


@pytest.mark.parametrize(
    ("name", "content", "zh", "en"),
    [
        (
            "own.xlsx",
            b"x",
            "抽样表应是 .csv 或 .parquet 文件。",
            "a table of draws must be a .csv or .parquet file.",
        ),
        ("own.parquet", b"PAR1", "文件已损坏，或不是 Parquet 格式。", "damaged, or not a Parquet file."),
        ("missing.csv", None, '找不到这个文件。最接近的是 "missing2.csv"。', "there is no such file."),
    ],
)
def test_files_that_are_not_tables_are_reported(
    workspace: Workspace, tmp_path: Path, name: str, content: bytes | None, zh: str, en: str
) -> None:
    (tmp_path / "missing2.csv").write_bytes(b"")
    if content is not None:
        (tmp_path / name).write_bytes(content)
    ((place, found_zh, found_en),) = reported(tmp_path / name, workspace)
    assert (place, found_zh) == (name, zh)
    assert found_en.startswith(en)


def test_the_temporary_numbers_are_deleted_with_the_draws(workspace: Workspace, tmp_path: Path) -> None:
    draws = read_table(written(tmp_path / "own.csv", "migration\n1\n"), workspace)
    assert isinstance(draws, TableDraws)
    folder = Path(draws.numbers.folder)
    assert folder.is_dir()
    del draws
    assert not folder.exists()


def test_an_empty_cell_of_a_single_column_is_reported_and_not_passed_over(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = written(tmp_path / "own.csv", "migration\n1\n\n1.2\n\n\n")
    ((place, zh, _),) = reported(path, workspace)
    assert (place, zh.startswith('"migration" 为（空）')) == ("own.csv:3", True)

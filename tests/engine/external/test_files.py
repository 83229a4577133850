"""Files that a model reads: where they may lie, how they are written, and which are refused."""

from __future__ import annotations

import os
import pickle
import zipfile
from pathlib import Path

import openpyxl
import pytest

from sim.engine.external import files as external
from sim.engine.external import sheets, workbooks
from sim.engine.language.source import split_source
from sim.engine.model import load_model
from tests.engine.external.build import (
    NUMBERS,
    TABLE,
    delimited,
    fault_of,
    model_in,
    text_of,
    values,
    workbook,
)

# --- files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["DATA/N.CSV", "data\\n.csv", "./data/n.csv", "data/./n.csv"])
def test_folders_below_and_any_case(name: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    delimited(tmp_path / "data" / "n.csv", NUMBERS)
    model = model_in(tmp_path, f"c = GET DIRECT CONSTANTS('{name}', ',', 'A1')")
    assert model.constants["c"] == 1


def test_case_decides_between_two_files(tmp_path: Path) -> None:
    delimited(tmp_path / "n.csv", [[1]])
    delimited(tmp_path / "N.csv", [[2]])
    if len(list(tmp_path.iterdir())) == 1:
        pytest.skip("this file system knows no case")
    one = "c = GET DIRECT CONSTANTS('{}', ',', 'A1')"
    assert model_in(tmp_path, one.format("N.csv")).constants["c"] == 2
    assert "there is no file" in fault_of(tmp_path, one.format("N.CSV"))[1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_text_in_the_encodings_of_all_our_text_files(encoding: str, tmp_path: Path) -> None:
    delimited(tmp_path / "数据.csv", [["年份", 2000], ["产值", " 1.5e1 "]], encoding=encoding)
    model = model_in(tmp_path, "产值 := GET DIRECT DATA('数据.csv', ',', '1', 'B2')")
    assert values(model, "产值")[0] == 15


def test_a_tag_denotes_a_file(numbers: Path) -> None:
    """fn_get_direct_constants: ``?tag`` is resolved in the settings of the model."""
    settings = "\\\\\\---/// Sketch\n*View 1\n///---\\\\\\\n:L\x7f<%^E!@\n9:Current\n30:?Data=n.xlsx\n"
    equation = "c = GET DIRECT CONSTANTS('?data', 'Sheet', 'C1')"
    assert model_in(numbers, equation, settings=settings).constants["c"] == 3
    assert fault_of(numbers, equation.replace("?data", "?dat"), settings=settings) == (
        '"c"：模型的设置没有说明标签 "?dat" 指哪个文件。最接近的是 "?data"。',
        '"c": the settings of the model do not say which file the tag "?dat" denotes. Nearest: "?data".',
        "m.mdl:1",
    )


def test_numbers_written_as_text_are_numbers(tmp_path: Path) -> None:
    workbook(tmp_path / "n.xlsx", S=[["5", " -1.5e2 "]])
    model = model_in(tmp_path, "r: a, b", "c[r] = GET DIRECT CONSTANTS('n.xlsx', 'S', 'A1')")
    assert list(model.constants.values())[:2] == [5, -150]


def test_a_link_within_the_folder_is_followed(numbers: Path) -> None:
    (numbers / "link.csv").symlink_to(numbers / "n.csv")
    assert model_in(numbers, "c = GET DIRECT CONSTANTS('link.csv', ',', 'A1')").constants["c"] == 1


def test_the_folder_is_that_of_the_model_file(
    numbers: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    (numbers / "m.mdl").write_text(text_of("c = GET DIRECT CONSTANTS('n.csv', ',', 'A1')"))
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert load_model(numbers / "m.mdl").constants["c"] == 1
    monkeypatch.chdir(numbers)
    assert load_model("m.mdl").constants["c"] == 1


def test_a_pickled_model_no_longer_needs_its_files(tmp_path: Path) -> None:
    workbook(tmp_path / "t.xlsx", S=TABLE)
    delimited(tmp_path / "t.csv", TABLE)
    model = model_in(
        tmp_path,
        "d := GET DIRECT DATA('t.xlsx', 'S', '1', 'B2')",
        "c = GET DIRECT CONSTANTS('T.csv', ',', 'C2')",
        "e = d * c",
    )
    packed = pickle.dumps(model)
    for file in tmp_path.iterdir():
        file.unlink()
    again = pickle.loads(packed)
    assert values(again, "e") == values(model, "e")
    assert again.hash == model.hash
    assert pickle.loads(pickle.dumps(again)).constants == model.constants


def test_the_hash_covers_the_files(tmp_path: Path) -> None:
    equation = "c = GET DIRECT CONSTANTS('n.csv', ',', 'A1')"
    hashes = set()
    for number in (1, 2, 1):
        delimited(tmp_path / "n.csv", [[number]])
        hashes.add(model_in(tmp_path, equation).hash)
    assert len(hashes) == 2
    plain = model_in(tmp_path, "c = 1")
    assert plain.hash == split_source(text_of("c = 1"), "").hash


# --- what is refused: files -------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../n.csv",
        "data/../../n.csv",
        "data\\..\\..\\n.csv",
        ".. /n.csv",
        "/etc/n.csv",
        "\\\\server\\share\\n.csv",
        "C:\\n.csv",
        "C:n.csv",
        "~/n.csv",
        "~root/n.csv",
        "https://example.org/n.csv",
        "a|b:c",
        "n.csv:stream.csv",
        "",
        ".",
    ],
)
def test_nothing_outside_the_folder_is_read(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "inner"
    (folder / "data").mkdir(parents=True)
    delimited(tmp_path / "n.csv", NUMBERS)
    assert fault_of(folder, f"c = GET DIRECT CONSTANTS('{name}', ',', 'A1')") == (
        f'"c"："{name}" 不在模型的文件夹里；只读取这个文件夹及其子文件夹中的文件，写法如 data/x.xlsx。',
        f'"c": "{name}" is not inside the model\'s folder; '
        "only files in it and below it are read, as in data/x.xlsx.",
        "m.mdl:1",
    )


@pytest.mark.parametrize("name", ["link.csv", "folder/n.csv", "folder/missing.csv", "chain.csv"])
def test_no_link_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    folder, outside = tmp_path / "model", tmp_path / "model and more"
    folder.mkdir()
    outside.mkdir()
    delimited(outside / "n.csv", NUMBERS)
    (folder / "link.csv").symlink_to(outside / "n.csv")
    (folder / "folder").symlink_to(outside)
    (folder / "chain.csv").symlink_to(folder / "link.csv")
    assert fault_of(folder, f"c = GET DIRECT CONSTANTS('{name}', ',', 'A1')") == (
        f'"c"："{name}" 是通往模型文件夹之外的链接，不予读取。',
        f'"c": "{name}" is a link that leads out of the model\'s folder; it is not read.',
        "m.mdl:1",
    )


def test_a_missing_file_names_the_nearest(numbers: Path) -> None:
    assert fault_of(numbers, "a = 1", "c = GET DIRECT CONSTANTS('m.xlsx', 'Sheet', 'A1')") == (
        '"c"：模型的文件夹里没有文件 "m.xlsx"。最接近的是 "n.xlsx"。',
        '"c": there is no file "m.xlsx" in the model\'s folder. Nearest: "n.xlsx".',
        "m.mdl:2",
    )
    assert "没有文件" in fault_of(numbers, "c = GET DIRECT CONSTANTS('no/n.xlsx', 'Sheet', 'A1')")[0]
    assert "没有文件" in fault_of(numbers, "c = GET DIRECT CONSTANTS('n.csv/n.csv', ',', 'A1')")[0]


def test_kinds_of_files_that_are_not_read(numbers: Path) -> None:
    (numbers / "old.ods").write_bytes(b"")
    assert fault_of(numbers, "c = GET XLS CONSTANTS('old.ods', 'S', 'A1')") == (
        '"c"："old.ods" 这类文件不能读取，可以是 .xlsx、.xlsm、.xls、.csv、.tab、.tsv、.txt。',
        '"c": "old.ods" is of a kind that cannot be read; '
        "supported: .xlsx, .xlsm, .xls, .csv, .tab, .tsv, .txt.",
        "m.mdl:1",
    )


def test_targets_that_are_not_regular_files(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    os.mkfifo(tmp_path / "b.csv")
    (tmp_path / "c.csv").symlink_to("c.csv")
    for name in ("a.csv", "b.csv"):
        assert fault_of(tmp_path, f"c = GET DIRECT CONSTANTS('{name}', ',', 'A1')") == (
            f'"c"："{name}" 不是普通文件。',
            f'"c": "{name}" is not a regular file.',
            "m.mdl:1",
        )
    assert fault_of(tmp_path, "c = GET DIRECT CONSTANTS('c.csv', ',', 'A1')")[1] == (
        '"c": "c.csv" cannot be read: the links point at each other.'
    )


@pytest.mark.parametrize("name", ["x.xlsx", "y.xlsx", "z.xlsx", "x.xls"])
def test_files_that_are_not_workbooks(name: str, tmp_path: Path) -> None:
    for ending in ("xlsx", "xls"):
        (tmp_path / f"x.{ending}").write_bytes(b"\xd0\xcf\x11\xe0 a locked workbook, or part of one")
    with zipfile.ZipFile(tmp_path / "y.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    workbook(tmp_path / "z.xlsx", S=NUMBERS)
    (tmp_path / "z.xlsx").write_bytes((tmp_path / "z.xlsx").read_bytes()[:-200])
    assert fault_of(tmp_path, f"c = GET DIRECT CONSTANTS('{name}', 'S', 'A1')") == (
        f'"c"：文件 "{name}" 不是 Excel 工作簿，或已损坏，或有密码。',
        f'"c": the file "{name}" is not an Excel workbook, or is damaged, or has a password.',
        "m.mdl:1",
    )


def test_limits_of_size(numbers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "CELL_LIMIT", 8)
    for name in ("n.xlsx", "n.csv"):
        assert fault_of(numbers, f"c = GET DIRECT CONSTANTS('{name}', 'Sheet', 'A1')")[:2] == (
            f'"c"：文件 "{name}" 的一张表超过 8 个单元格。',
            f'"c": a sheet of the file "{name}" has more than 8 cells.',
        )
    monkeypatch.setattr(workbooks, "UNPACKED_LIMIT", 2_000)
    assert fault_of(numbers, "c = GET DIRECT CONSTANTS('n.xlsx', 'Sheet', 'A1')")[:2] == (
        '"c"：文件 "n.xlsx" 解压后超过 0.002 MB。',
        '"c": the file "n.xlsx" takes more than 0.002 MB when unzipped.',
    )
    monkeypatch.setattr(external, "SIZE_LIMIT", 10)
    assert fault_of(numbers, "c = GET DIRECT CONSTANTS('n.csv', ',', 'A1')")[:2] == (
        '"c"："n.csv" 太大，上限是 1e-05 MB。',
        '"c": "n.csv" is too large; the limit is 1e-05 MB.',
    )


def test_a_sheet_that_claims_to_be_huge_is_read_as_it_is(numbers: Path) -> None:
    """What a file says of its own extent, and a last cell far away, cost nothing to speak of."""
    book = openpyxl.load_workbook(numbers / "n.xlsx")
    book["Sheet"]["XFD1000000"] = 1
    book.save(numbers / "n.xlsx")
    assert model_in(numbers, "c = GET DIRECT CONSTANTS('n.xlsx', 'Sheet', 'A1')").constants["c"] == 1


BOMB = '<!ENTITY s0 "lol">' + "".join(f'<!ENTITY s{n + 1} "{f"&s{n};" * 10}">' for n in range(9))


@pytest.mark.parametrize("entities", ['<!ENTITY s9 SYSTEM "{uri}">', BOMB])
def test_entities_of_a_workbook_neither_swell_nor_read_files(entities: str, tmp_path: Path) -> None:
    workbook(tmp_path / "n.xlsx", S=[["safe"]])
    (tmp_path / "secret").write_text("12345")
    with zipfile.ZipFile(tmp_path / "n.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    head = f"<!DOCTYPE x [{entities.format(uri=(tmp_path / 'secret').as_uri())}]>".encode()
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b">safe<" in sheet
    parts["xl/worksheets/sheet1.xml"] = head + sheet.replace(b">safe<", b">&s9;<")
    with zipfile.ZipFile(tmp_path / "n.xlsx", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert fault_of(tmp_path, "c = GET DIRECT CONSTANTS('n.xlsx', 'S', 'A1')")[1] == (
        '"c": the file "n.xlsx" is not an Excel workbook, or is damaged, or has a password.'
    )


def test_text_in_another_encoding(tmp_path: Path) -> None:
    delimited(tmp_path / "n.csv", NUMBERS, encoding="utf-16")
    assert fault_of(tmp_path, "c = GET DIRECT CONSTANTS('n.csv', ',', 'A1')")[:2] == (
        '"c"：文件 "n.csv" 不是文本文件，或编码不认识。'
        "可用的编码是 UTF-8、GBK（GB18030）和西欧的 Windows-1252。",
        '"c": the file "n.csv" is not a text file, or in an unknown encoding. '
        "UTF-8, GBK (GB18030) and Windows-1252 can be read.",
    )


def test_a_quotation_mark_that_is_not_closed(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text('1,"' + "2" * 200_000)
    assert fault_of(tmp_path, "c = GET DIRECT CONSTANTS('n.csv', ',', 'A1')")[:2] == (
        '"c"：文件 "n.csv" 有一个单元格超过 131,072 个字符，是否缺了引号？',
        '"c": a cell of the file "n.csv" has more than 131,072 characters; is a quotation mark missing?',
    )


def test_a_delimiter_is_one_mark(numbers: Path) -> None:
    assert fault_of(numbers, "c = GET DIRECT CONSTANTS('n.csv', ',,', 'A1')")[:2] == (
        '"c"：文件 "n.csv" 的分隔符 ",," 应是一个标点，如 , 或 ;。',
        '"c": the delimiter ",," of the file "n.csv" should be one character, such as , or ;.',
    )

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs

import pytest

from sim.scenario.load import Scenario, read_scenario
from sim.scenario.paths import LeverPath
from sim.scenario.workspace import Workspace, load_workspace
from sim.ui.link import read_link, write_link
from sim.ui.view import Pin, View, default_view


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return load_workspace(Path(__file__).parents[1] / "small")


@pytest.fixture(scope="module")
def scenarios(workspace: Workspace) -> dict[str, Scenario]:
    return {name: read_scenario(name, workspace) for name in ("plan", "trend")}


def read(text: str, workspace: Workspace, scenarios: dict[str, Scenario]) -> tuple[View, list[str]]:
    query = parse_qs(text, keep_blank_values=True)
    view, faults = read_link(query, workspace, scenarios)
    return view, [line for fault in faults for line in (fault.zh, fault.en)]


def test_a_link_restores_everything(workspace: Workspace, scenarios: dict[str, Scenario]) -> None:
    view = View(
        scenario="trend",
        pins=(
            Pin("plan"),
            Pin(
                "trend",
                "高投入; A&B;name:%",
                {"public investment": 150.5, "demand growth[health]": 0.01},
                {"clean share": LeverPath({2025: 0.4, 2030: 0.5})},
            ),
        ),
        difference=2,
        language="en",
        year=2025,
        seed=11,
        draws="prior",
        charts=("energy_intensity", "gross_output"),
        variable="output per capital",
        levers={
            "public investment": 123.456,
            "public investment end": 2031.0,
            "demand growth[health]": -0.025,
            "demand growth start[health]": 2020.5,
        },
        paths={
            "public investment": LeverPath({2021: 72, 2023: 80.5}),
            "demand growth[automobiles]": LeverPath({2025: -0.01}),
        },
    )
    text = write_link(view, workspace.model.hash)
    assert read(text, workspace, scenarios) == (view, [])


def test_a_link_to_a_sector(workspace: Workspace, scenarios: dict[str, Scenario]) -> None:
    text = write_link(View("plan", 2035, sector="Control"), workspace.model.hash)
    assert "&sector=Control&" in text
    assert read(text, workspace, scenarios) == (View("plan", 2035, sector="Control"), [])


def test_a_plain_visit_shows_the_plan(workspace: Workspace, scenarios: dict[str, Scenario]) -> None:
    assert read("", workspace, scenarios) == (View("plan", 2035), [])
    assert default_view(workspace, {"trend": scenarios["trend"]}) == View("trend", 2035)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            "draws=posterior",
            '"draws" 为 "posterior"，应是以下之一：forecast, prior；已忽略。',
            '"draws" is "posterior"; it must be one of: forecast, prior. Ignored.',
        ),
        (
            "scenario=plam",
            '"scenario" 为 "plam"，没有这个情景，已忽略。最接近的是 "plan"。可用的有：plan, trend。',
            '"scenario" is "plam"; there is no such scenario. Ignored. Nearest: "plan". '
            "There are: plan, trend.",
        ),
        (
            "compare=%00",
            '"compare" 为 "\x00"，没有这个情景，已忽略。可用的有：plan, trend。',
            '"compare" is "\x00"; there is no such scenario. Ignored. There are: plan, trend.',
        ),
        (
            "seed=abc",
            '"seed" 为 "abc"，应是 0 到 2,147,483,647 的整数；已改用 7。',
            '"seed" is "abc"; it must be a whole number from 0 to 2,147,483,647. 7 is used.',
        ),
        (
            "year=2030",
            '"year" 为 "2030"，应是以下之一：2025, 2035；已忽略。',
            '"year" is "2030"; it must be one of: 2025, 2035. Ignored.',
        ),
        (
            "difference=4",
            '"difference" 为 "4"，应是以下之一：1, 2, 3；已忽略。',
            '"difference" is "4"; it must be one of: 1, 2, 3. Ignored.',
        ),
        (
            "lang=fr",
            '"lang" 为 "fr"，应是以下之一：zh, en；已忽略。',
            '"lang" is "fr"; it must be one of: zh, en. Ignored.',
        ),
        (
            "chart=satisfaction",
            '没有名为 "satisfaction" 的已建模指标，已忽略。',
            'no modelled indicator "satisfaction"; ignored.',
        ),
        (
            "set=public_investmnt:120",
            '没有名为 "public investmnt" 的杠杆。最接近的是 "public investment"（亿元/年，0–400）。已忽略。',
            'no lever "public investmnt". Nearest: "public investment" [100M CNY/year, 0 to 400]. Ignored.',
        ),
        (
            "set=public_investment:9999",
            '"public investment" 为 9999 [亿元/年]，超出 0–400 [亿元/年]。已忽略。',
            '"public investment" is 9999 [100M CNY/year], outside 0 to 400 [100M CNY/year]. Ignored.',
        ),
        (
            "set=public_investment:nan",
            '"public investment" 为 .nan，应是有限的数字，0–400 [亿元/年]。已忽略。',
            '"public investment" is .nan; it must be a finite number, 0 to 400 [100M CNY/year]. Ignored.',
        ),
        (
            "set=120",
            '"set" 为 "120"，应写成 "杠杆:数值"；已忽略。',
            '"set" is "120"; it must be "lever:number". Ignored.',
        ),
        (
            "path=public_investment",
            '"path" 为 "public_investment"，应写成 "杠杆:2021:72,2022:80"；已忽略。',
            '"path" is "public_investment"; it must be "lever:2021:72,2022:80". Ignored.',
        ),
        (
            "path=public_investment:2021:9999",
            '"public investment: 2021" 为 9999 [亿元/年]，超出 0–400 [亿元/年]。已忽略。',
            '"public investment: 2021" is 9999 [100M CNY/year], outside 0 to 400 [100M CNY/year]. Ignored.',
        ),
        (
            "path=public_investment:2018:72",
            '"public investment" 的年份 2018 不在模拟的 2020–2035 年之内。已忽略。',
            'the year 2018 of "public investment" is outside the run, 2020 to 2035. Ignored.',
        ),
        (
            "compare=plan;set:public_investment:9999",
            '"public investment" 为 9999 [亿元/年]，超出 0–400 [亿元/年]。已忽略。',
            '"public investment" is 9999 [100M CNY/year], outside 0 to 400 [100M CNY/year]. Ignored.',
        ),
        (
            "compare=plan;public_investment",
            '"set" 为 "public_investment"，应写成 "杠杆:数值"；已忽略。',
            '"set" is "public_investment"; it must be "lever:number". Ignored.',
        ),
        (
            "compare=plan;name:a%0Ab",
            '对照的名称（"a\nb"）最多 40 个字，不能有控制字符；已忽略。',
            'the name of a pinned study ("a\nb") has at most 40 letters, all of them printable. Ignored.',
        ),
        (
            "senario=plan",
            '链接中没有 "senario" 这一项，已忽略。最接近的是 "scenario"。',
            'a link has no part "senario"; ignored. Nearest: "scenario".',
        ),
    ],
)
def test_faults_are_named_and_the_rest_is_restored(
    text: str, zh: str, en: str, workspace: Workspace, scenarios: dict[str, Scenario]
) -> None:
    view, reported = read(f"{text}&set=clean_share:0.5", workspace, scenarios)
    assert reported == [zh, en]
    assert view == View("plan", 2035, levers={"clean share": 0.5})


def test_a_link_of_another_model_warns(workspace: Workspace, scenarios: dict[str, Scenario]) -> None:
    view, reported = read("model=0123456789ab&year=2025", workspace, scenarios)
    own = workspace.model.hash[:12]
    assert view.year == 2025
    assert reported == [
        f'链接是用另一版模型（"0123456789ab"）生成的，当前模型是 {own}；数值可能与当时不同。',
        f'the link was made with another model ("0123456789ab"), the present one is {own}; '
        "figures may differ from those seen then.",
    ]


def test_a_duplicate_part_is_reported(workspace: Workspace, scenarios: dict[str, Scenario]) -> None:
    view, reported = read("year=2035&year=2025", workspace, scenarios)
    assert view.year == 2025
    assert reported == [
        '"year" 出现了 2 次，只采用最后一个。',
        '"year" occurs 2 times; the last one is used.',
    ]


def test_parameters_added_by_messengers_are_ignored(
    workspace: Workspace, scenarios: dict[str, Scenario]
) -> None:
    text = "from=singlemessage&isappinstalled=0&utm_source=mail&embed=true"
    assert read(text, workspace, scenarios) == (View("plan", 2035), [])


def test_a_whole_lever_in_a_link_sets_its_elements(
    workspace: Workspace, scenarios: dict[str, Scenario]
) -> None:
    view, reported = read("set=Demand_Growth:0.01", workspace, scenarios)
    assert not reported
    assert view.levers == {"demand growth[automobiles]": 0.01, "demand growth[health]": 0.01}


def test_no_more_studies_are_pinned_than_fit(workspace: Workspace, scenarios: dict[str, Scenario]) -> None:
    pins = [Pin("plan", name) for name in ("a", "b", "c", "d")]
    text = write_link(View("plan", 2035, pins=tuple(pins)), workspace.model.hash)
    view, reported = read(text, workspace, scenarios)
    assert view.pins == tuple(pins[:3])
    assert reported == [
        "对照有 4 个，最多 3 个；只采用前 3 个。",
        "4 studies are pinned, of at most 3; the first 3 are used.",
    ]
    assert read("compare=trend&compare=trend", workspace, scenarios) == (
        View("plan", 2035, pins=(Pin("trend"),)),
        [],
    )

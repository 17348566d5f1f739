"""Components as HTML: what a page gets when it names a tag."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError, engines
from django.templatetags import i18n
from django.test import RequestFactory
from django.utils.translation import override

from yunhui.ui import sprite
from yunhui.ui.fields import Field, as_field

Render = Callable[..., str]
PITCH = datetime(2026, 6, 12, 1, 0, tzinfo=UTC)


def test_an_icon_is_decoration_unless_it_is_named(render: Render) -> None:
    assert render('{% icon "check" %}') == (
        '<svg class="i" aria-hidden="true"><use href="/static/icons.svg#i-check"/></svg>'
    )
    assert render('{% icon "x" "s" label="Close" %}') == (
        '<svg class="i i--s" role="img" aria-label="Close"><use href="/static/icons.svg#i-x"/></svg>'
    )


def test_an_unknown_icon_is_an_error_and_not_a_hole(render: Render) -> None:
    with pytest.raises(ValueError, match="i-nosuch"):
        render('{% icon "nosuch" %}')


def test_a_light_has_shape_colour_and_word(render: Render) -> None:
    assert render('{% light "y" "1 day left" %}') == (
        '<span class="light light--y"><svg viewBox="0 0 12 12" aria-hidden="true">'
        '<use href="/static/icons.svg#l-y"/></svg>1 day left</span>'
    )
    for kind in sprite.LIGHTS:
        assert f"light--{kind}" in sprite.light(kind, "word")


def test_words_from_people_are_escaped_everywhere(render: Render) -> None:
    evil = '<script>"&'
    for source in (
        '{% light "g" x %}', "{% tag x %}", "{% chip x %}", "{% avatar x %}", "{% bar 1 2 x %}",
        "{% empty_state x x %}",
        "{% stat 1 x %}", "{% timeline events %}", "{% crumbs crumbs %}", "{% field f %}", "{% error_summary fields %}",
        "{% notice %}{{ x }}{% endnotice %}", "{% toast x %}", "{% ladder steps %}", "{% th x %}",
        "{% icon 'x' label=x %}",
    ):  # fmt: skip
        html = render(
            source,
            x=evil,
            events=[(evil, evil, "")],
            crumbs=[("#", evil)],
            steps=[(evil, 1)],
            f=Field(evil, evil, value=evil, help=evil, error=evil, extra={"data-x": evil}),
            fields=[Field("n", evil, error=evil)],
        )
        assert "<script>" not in html, source


def test_chips_and_tags(render: Render) -> None:
    assert render('{% chip "New energy" url True %}', url="/x?a=1&b=2") == (
        '<a class="chip" href="/x?a=1&amp;b=2" aria-current="true">New energy</a>'
    )
    assert render('{% tag "Overdue" "r" %}') == '<span class="tag tag--r">Overdue</span>'
    with pytest.raises(KeyError):
        render('{% tag "x" "purple" %}')


@pytest.mark.parametrize(("name", "sign"), [("沈砚秋", "沈"), ("Yanqiu Shen", "S"), ("欧阳 明", "欧"), ("", "?")])
def test_a_person_is_shown_by_the_family_name(render: Render, name: str, sign: str) -> None:
    assert render("{{ name|initial }}", name=name) == sign


def test_a_figure_says_its_rows_definition_and_date(render: Render) -> None:
    html = render('{% stat 4489 "hired" url="/rows" unit="people" definition="with contract" as_of="31 Oct" %}')
    assert html == (
        '<div class="stat"><a class="stat__a" href="/rows"><span class="stat__n">4,489<small>people</small></span>'
        '<span class="stat__l">hired</span></a>'
        '<span class="stat__by">As of 31 Oct · Definition: with contract</span></div>'
    )
    assert "Exact count: 186" in render('{% stat "180+" "applied" exact="186" %}')


def test_three_clocks_name_the_day_where_it_differs(render: Render) -> None:
    html = render(
        '{% clocks at zone="Europe/Amsterdam" place="Delft" who="Speaker" %}', zone="America/New_York", at=PITCH
    )
    assert "<dt>You, New York</dt>" in html
    assert ">Thu 11 Jun, 21:00</time>" in html
    assert ">Fri 12 Jun, 09:00</time>" in html
    assert "<dt>Speaker, Delft</dt>" in html
    at_home = render("{% clocks at %}", at=PITCH)
    assert at_home.count("<dt>") == 1, "one clock is enough for a reader in Beijing"
    same_day = render('{% clocks at zone="Europe/Amsterdam" %}', at=PITCH)
    assert ">03:00</time>" in same_day


def test_a_time_element_is_true_without_a_script(render: Render) -> None:
    assert render('{% time at "clock" zone="Asia/Shanghai" %}', at=PITCH) == (
        '<time datetime="2026-06-12T09:00:00+08:00" data-zone="Asia/Shanghai" data-own="{time} your time">09:00</time>'
    )
    assert "data-own" not in render("{% time at %}", at=PITCH)
    assert "Beijing time" in render('{% time at zone="Asia/Shanghai" %}', zone="Europe/Amsterdam", at=PITCH)


def test_a_deadline_is_a_light_and_a_date(render: Render) -> None:
    html = render("{% deadline at %}", at=datetime(2026, 5, 21, 10, tzinfo=UTC))
    assert "light--y" in html
    assert "1 day left" in html
    assert ">21 May</time>" in html
    assert "on time" in render("{% deadline at %}", at=PITCH)


def test_a_head_cell_sorts_and_turns_around(render: Render) -> None:
    request = RequestFactory().get("/list?group=energy&page=3&sort=due")
    cell = render('{% th "Due" key="due" css="c-due" %}', sort="due", request=request)
    assert 'aria-sort="ascending"' in cell
    assert 'href="?group=energy&amp;sort=-due"' in cell, "other filters stay, the page goes"
    assert 'aria-sort="descending"' in render('{% th "Due" key="due" %}', sort="-due", request=request)
    assert "aria-sort" not in render('{% th "Due" key="due" %}', sort="score", request=request)
    assert render('{% th "Score" numeric=True %}') == '<th scope="col" class="num">Score</th>'


def test_a_pager_keeps_the_query(render: Render) -> None:
    html = render(
        "{% pager page %}", page=Paginator(range(1640), 20).page(3), request=RequestFactory().get("/list?q=cell&page=3")
    )
    assert "41 to 60 of 1,640" in html
    assert '<a href="?q=cell&amp;page=3" aria-current="page">3</a>' in html
    assert 'href="?q=cell&amp;page=82"' in html
    assert "<nav" not in render("{% pager page %}", page=Paginator([1, 2], 20).page(1))


def test_a_field_ties_label_help_and_error_together(render: Render) -> None:
    html = render(
        "{% field f %}", f=Field("title", "Name", value="Cells", help="One line.", error="Too short", required=True)
    )
    assert html == (
        '<div class="field field--error"><label class="field__label" for="f-title"><span>Name</span> </label>'
        '<p class="field__help" id="f-title-h">One line.</p>'
        '<input class="input" id="f-title" name="title" type="text" value="Cells" required aria-invalid="true" '
        'aria-describedby="f-title-h f-title-e">'
        '<p class="field__error" id="f-title-e"><svg class="i i--s" aria-hidden="true">'
        '<use href="/static/icons.svg#i-warn"/></svg>Too short</p></div>'
    )


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"kind": "textarea", "value": "a\nb"}, ">\na\nb</textarea>"),
        ({"kind": "number", "unit": "万元"}, 'inputmode="decimal"'),
        (
            {"kind": "select", "choices": [("a", "A"), ("b", "B")], "value": "b"},
            '<option value="b" selected>B</option>',
        ),
        ({"kind": "choices", "choices": [("a", "A")], "value": "a"}, '<input type="radio" name="n" value="a" checked>'),
        ({"kind": "choices", "choices": [("a", "A")], "value": ["a"], "multiple": True}, 'type="checkbox"'),
        ({"kind": "check", "value": "1"}, 'value="1" checked'),
        ({"kind": "file", "accept": ".pdf", "multiple": True}, 'type="file" accept=".pdf" multiple>'),
        ({"kind": "hidden", "value": "7"}, '<input type="hidden" name="n" value="7">'),
        ({"kind": "text", "limit": 60, "value": "四个汉字"}, "<span>4</span> / 60"),
        ({"kind": "text", "limit": 3, "value": "四个汉字"}, 'count--over" data-count="f-n" data-limit="3"'),
        ({"kind": "text", "limit": 3, "value": "四个汉字"}, '<span aria-live="polite">1 too many</span>'),
        ({"kind": "text"}, ">optional<"),
        ({"kind": "date", "value": "2026-06-11"}, 'type="date" value="2026-06-11"'),
    ],
)
def test_every_kind_of_field(render: Render, given: dict[str, Any], wanted: str) -> None:
    assert wanted in render("{% field f %}", f={"name": "n", "label": "N", **given})


@pytest.mark.parametrize("kind", ["text", "textarea"])
def test_a_limit_counts_and_cuts_nothing(render: Render, kind: str) -> None:
    html = render("{% field f %}", f={"name": "n", "label": "N", "kind": kind, "limit": 3, "value": "abcd"})
    assert "maxlength" not in html
    assert "abcd" in html


def test_a_password_is_never_written_back(render: Render) -> None:
    assert "secret" not in render("{% field f %}", f=Field("p", "Password", "password", "secret"))


def test_a_field_refuses_names_that_it_does_not_know() -> None:
    with pytest.raises(TypeError, match="lable"):
        as_field({"name": "n", "lable": "N"})


def test_the_summary_leads_to_each_wrong_answer_and_is_silent_otherwise(render: Render) -> None:
    fields = [Field("a", "Filed", error="Not a number"), Field("b", "Granted")]
    html = render("{% error_summary fields %}", fields=fields)
    assert 'role="alert"' in html
    assert '<a href="#f-a">Filed: Not a number</a>' in html
    assert "One answer needs you." in html
    assert render("{% error_summary fields %}", fields=[Field("b", "Granted")]) == ""


def test_a_toast_undoes_by_post_and_only_on_this_site(render: Render) -> None:
    html = render('{% toast "Told once" "/undo/7" %}')
    assert '<form class="inline" method="post" action="/undo/7">' in html
    assert "<form" not in render('{% toast "Told once" "https://elsewhere.example" %}')


def test_an_empty_state_does_not_collide_with_the_loop(render: Render) -> None:
    assert render('{% for x in none %}x{% empty %}{% empty_state "Nothing yet" %}{% endfor %}', none=[]) == (
        '<div class="empty"><p class="strong">Nothing yet</p></div>'
    )


def test_interval_names_its_ends_for_those_who_hear_it(render: Render) -> None:
    assert 'aria-label="80% interval 80.9 to 85.1"' in render("{% interval 80.9 83 85.1 82.33 70 95 %}")


def test_a_tag_without_its_arguments_is_an_error(render: Render) -> None:
    with pytest.raises(TemplateSyntaxError):
        render("{% light %}")


def test_a_literal_is_looked_up_once_for_each_language(render: Render, monkeypatch: pytest.MonkeyPatch) -> None:
    template = '{% translate "Close" %}|{% translate "Close" as word %}{{ word }}|{% translate said %}'
    assert render(template, said="Search") == "Close|Close|Search"
    assert render(template, "zh-hans", said="Search") == "关闭|关闭|搜索"
    made = engines["django"].from_string('{% translate "100 %% & <b>" %}')
    asked = []
    monkeypatch.setattr(i18n.TranslateNode, "render", lambda *_args: asked.append(1) or "said")
    with override("en"):
        assert [made.render(), made.render()] == ["said", "said"]
    with override("zh-hans"):
        made.render()
    assert len(asked) == 2


def test_a_kept_part_is_made_anew_only_for_another_key(render: Render) -> None:
    made = engines["django"].from_string("{% keep site links %}{{ site.name }} {{ other }}{% endkeep %}")

    def say(name: str, links: object, other: str) -> str:
        return str(made.render({"site": {"name": name}, "links": links, "other": other}))

    assert say("A & B", ["x"], "first") == "A &amp; B first"
    assert say("A & B", ["x"], "second") == "A &amp; B first"
    assert say("A & B", ["y"], "second") == "A &amp; B second"
    assert say("C", ["x"], "third") == "C third"
    with override("en"):
        assert say("C", ["x"], "fourth") == "C fourth"
    for number in range(100):  # and forgets what was not asked for lately
        say(str(number), ["x"], "")
    assert say("C", ["x"], "fifth") == "C fifth"

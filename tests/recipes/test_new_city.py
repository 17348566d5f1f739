"""A real city from a file: checked whole, made once, with nobody invented."""

import subprocess
import sys
from pathlib import Path

import pytest

from config.env import ROOT
from yunhui.foundation.accounts.models import RoleGrant, User
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.codes.models import CalendarDay
from yunhui.kernel import actor
from yunhui.kernel.errors import InvalidError
from yunhui.parties.models import Board, City
from yunhui.pipeline.applications.models import Application
from yunhui.recipes.new_city import found_city
from yunhui.recipes.new_city.plan import read_plan

TEMPLATE = (ROOT / "yunhui/recipes/new_city/template.toml").read_text(encoding="utf-8")
GOOD = """
[province]
code = "990000"
name_zh = "云省"
name_en = "Yun Province"
[city]
code = "990300"
name_zh = "青澜市"
name_en = "Qinglan"
latitude = 34.205
longitude = 117.284
[site]
site_zh = "青澜市人才工作平台"
site_en = "Qinglan talent office"
[office]
office_zh = "青澜市人才工作领导小组办公室"
office_en = "Qinglan Talent Office"
email = "office@qinglan.example"
[filing]
icp = "云ICP备00000000号"
[[area]]
code = "990303"
kind = "county"
name_zh = "澜东区"
name_en = "Landong District"
industries = ["ict"]
[[area]]
code = "990399"
kind = "zone"
name_zh = "青澜经开区"
name_en = "Qinglan Development Zone"
[[person]]
name = "池知微"
email = "system@qinglan.example"
role = "system_admin"
[[person]]
name = "桑牧野"
email = "security@qinglan.example"
role = "security_admin"
[[person]]
name = "晏长空"
email = "audit@qinglan.example"
role = "audit_admin"
[[person]]
name = "温予安"
email = "office@qinglan.example"
role = "office"
[[person]]
name = "贺临川"
email = "landong@qinglan.example"
role = "board"
area = "990303"
"""


@pytest.mark.django_db
def test_a_city_is_made_from_its_file_and_the_same_file_changes_nothing() -> None:
    made = found_city(actor=actor.system("init"), plan=read_plan(GOOD))
    city = City.objects.get()
    assert (city.site_zh, city.icp, city.jurisdiction_id) == ("青澜市人才工作平台", "云ICP备00000000号", "990300")
    assert list(Board.objects.order_by("sort").values_list("name_zh", flat=True)) == ["澜东区", "青澜经开区"]
    assert CalendarDay.objects.exists() and not Application.objects.exists()
    assert all(one.link.startswith("/invitation/") for one in made) and len({one.link for one in made}) == 5
    assert not any(user.has_usable_password() for user in User.objects.all())
    board = RoleGrant.objects.get(role="board")
    assert board.scope_id == str(Board.objects.get(name_en="Landong District").pk)
    counts = User.objects.count(), RoleGrant.objects.count(), Board.objects.count()
    again = found_city(actor=actor.system("init"), plan=read_plan(GOOD))
    assert again == made
    assert (User.objects.count(), RoleGrant.objects.count(), Board.objects.count()) == counts
    assert not AuditEntry.objects.filter(action="role.granted").count() > 5


@pytest.mark.django_db
def test_a_changed_file_changes_what_differs() -> None:
    found_city(actor=actor.system("init"), plan=read_plan(GOOD))
    found_city(actor=actor.system("init"), plan=read_plan(GOOD.replace("云ICP备00000000号", "云ICP备11111111号")))
    assert City.objects.get().icp == "云ICP备11111111号"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (("", "[city"), "file"),
        (('name_en = "Qinglan"', ""), "city.name_en"),
        (("34.205", '"north"'), "city.latitude"),
        (("34.205", "134.205"), "city.latitude"),
        (('kind = "zone"', 'kind = "moon"'), "area 2.kind"),
        (('"990399"', '"990303"'), "area 2.code"),
        (('["ict"]', '["opera"]'), "area 1.industries"),
        (('email = "system@qinglan.example"', 'email = "system"'), "person 1.email"),
        (("security@qinglan.example", "System@qinglan.example"), "person"),
        (('role = "office"', 'role = "king"'), "person 4.role"),
        (('area = "990303"', 'area = "990304"'), "person 5.area"),
        (('role = "audit_admin"', 'role = "office"'), "person"),
        (("[filing]", "[filling]"), "filling"),
    ],
)
def test_a_bad_file_is_refused_with_its_places(change: tuple[str, str], place: str) -> None:
    old, new = change
    with pytest.raises(InvalidError) as caught:
        read_plan(GOOD.replace(old, new, 1) if old else new)
    assert place in {problem.field for problem in caught.value.problems}


def test_the_template_is_whole_but_for_what_only_the_city_knows() -> None:
    with pytest.raises(InvalidError) as caught:
        read_plan(TEMPLATE)
    texts = [str(problem.message) for problem in caught.value.problems]
    assert texts and all(text.endswith(("is missing.", "is not an e-mail address.")) for text in texts)


def test_the_command_says_what_to_do_without_a_database(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "config.cli", "init", "--template"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0 and done.stdout == TEMPLATE
    (tmp_path / "city.toml").write_text(GOOD.replace('"zone"', '"moon"'), encoding="utf-8")
    (tmp_path / "city.toml").chmod(0o644)
    done = subprocess.run(
        [sys.executable, "-m", "config.cli", "init", "-"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        input=(tmp_path / "city.toml").read_text(encoding="utf-8"),
    )
    assert done.returncode == 2
    assert "area 2.kind: write one of county, zone, university." in done.stderr
    assert "nothing was written" in done.stderr

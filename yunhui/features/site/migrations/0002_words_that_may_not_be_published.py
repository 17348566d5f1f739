"""The list with which every city begins; its office changes it as it must."""

from typing import Any

from django.db import migrations

_NATIONAL_ZH = "国家人才计划的名称和入选身份不对外公布"
_NATIONAL_EN = "Titles of national talent programmes and who holds them are not published"
_REGION_ZH = "涉港澳台表述应规范"
_REGION_EN = "Hong Kong, Macao and Taiwan are named as China’s regulations say"
_CLOCK_ZH = "时区缩写有歧义"
_CLOCK_EN = "The abbreviation names several clocks"
_TONE_ZH = "政务网站不用口号和感叹号"
_TONE_EN = "A public institution speaks calmly"
_RESULT_ZH = "对申报人使用规范的结果用语"
_RESULT_EN = "Applicants read the announced words for a result"

# word, right inside of, what to write instead, reason zh, reason en, refuses, taken out of projects' texts
_LIST: list[tuple[str, list[str], str, str, str, bool, bool]] = [
    ("千人计划", [], "高层次人才", _NATIONAL_ZH, _NATIONAL_EN, True, True),
    ("万人计划", [], "高层次人才", _NATIONAL_ZH, _NATIONAL_EN, True, True),
    ("长江学者", [], "高校教师", _NATIONAL_ZH, _NATIONAL_EN, True, True),
    ("国家杰青", [], "科研人员", _NATIONAL_ZH, _NATIONAL_EN, True, True),
    ("国家优青", [], "科研人员", _NATIONAL_ZH, _NATIONAL_EN, True, True),
    ("海外优青", [], "科研人员", _NATIONAL_ZH, _NATIONAL_EN, True, True),
    ("启明计划", [], "高层次人才", _NATIONAL_ZH, _NATIONAL_EN, True, True),
    ("国家级人才", [], "高层次人才", _NATIONAL_ZH, _NATIONAL_EN, True, True),
    ("国家级领军人才", [], "领军人才", _NATIONAL_ZH, _NATIONAL_EN, True, True),
    ("国家级重大人才工程", [], "重大人才工程", _NATIONAL_ZH, _NATIONAL_EN, True, True),
    ("Thousand Talents", [], "senior researchers", _NATIONAL_ZH, _NATIONAL_EN, True, True),
    ("Ten Thousand Talents", [], "senior researchers", _NATIONAL_ZH, _NATIONAL_EN, True, True),
    ("Changjiang Scholar", [], "professor", _NATIONAL_ZH, _NATIONAL_EN, True, True),
    ("台湾", ["中国台湾", "台湾地区", "台湾同胞", "台湾青年"], "中国台湾", _REGION_ZH, _REGION_EN, True, False),
    ("Taiwan", ["Taiwan, China", "Taiwan, China’s"], "Taiwan, China", _REGION_ZH, _REGION_EN, True, False),
    ("中华民国", [], "中国台湾", _REGION_ZH, _REGION_EN, True, True),
    (
        "Republic of China", ["People’s Republic of China", "People's Republic of China"],
        "People’s Republic of China", _REGION_ZH, _REGION_EN, True, True,
    ),
    (
        "香港", ["中国香港", "香港特别行政区", "香港大学", "香港科技大学", "香港中文大学", "香港理工大学", "香港城市大学"],
        "中国香港", _REGION_ZH, _REGION_EN, True, False,
    ),
    (
        "Hong Kong",
        ["Hong Kong, China", "Hong Kong SAR", "University of Hong Kong", "Hong Kong University", "Hong Kong Polytechnic"],
        "Hong Kong, China", _REGION_ZH, _REGION_EN, True, False,
    ),
    ("澳门", ["中国澳门", "澳门特别行政区", "澳门大学", "澳门科技大学"], "中国澳门", _REGION_ZH, _REGION_EN, True, False),
    (
        "Macao", ["Macao, China", "Macao SAR", "University of Macao"], "Macao, China",
        _REGION_ZH, _REGION_EN, True, False,
    ),
    ("Macau", ["University of Macau"], "Macao, China", _REGION_ZH, _REGION_EN, True, False),
    ("CST", [], "Beijing time (UTC+8)", _CLOCK_ZH, _CLOCK_EN, True, False),
    ("！", [], "。", _TONE_ZH, _TONE_EN, True, False),
    ("亲们", [], "", _TONE_ZH, _TONE_EN, True, False),
    ("史上最", [], "", _TONE_ZH, _TONE_EN, True, False),
    ("talents", [], "founders, researchers, skilled people", "英文 talent 不可数", "Talent has no plural", False, False),
    ("落选", [], "未入围", _RESULT_ZH, _RESULT_EN, True, False),
    ("淘汰", ["淘汰赛"], "未入围", _RESULT_ZH, _RESULT_EN, True, False),
    ("落户", [], "落地", "易与户籍混淆，请写明是项目落地还是办理户口", "Also means household registration", False, False),
]  # fmt: skip


def fill(apps: Any, schema_editor: Any) -> None:
    words = apps.get_model("site", "GuardWord")
    for word, unless, instead, zh, en, blocks, masks in _LIST:
        values = {
            "unless": unless, "instead": instead, "reason_zh": zh, "reason_en": en, "blocks": blocks, "masks": masks,
        }  # fmt: skip
        words.objects.get_or_create(word=word, defaults=values)


class Migration(migrations.Migration):
    dependencies = [("site", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

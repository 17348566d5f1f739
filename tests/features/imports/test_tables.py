"""What a file holds, however it was saved."""

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.features.imports.tables import text, workbook
from yunhui.features.imports.rules import Row, find_heads, guess_mapping, read_table
from yunhui.features.imports.rules.catalogue import ORGANISATIONS, STAFF
from yunhui.features.imports.rules.tables import text_of
from yunhui.features.imports.rules.values import day_of, is_formula, read_cell
from yunhui.kernel.errors import DomainError

ROWS = [["姓名", "电子邮箱", "备注"], ["张伟", "zhang@city.example", "一、二"], ["喆燚镕", "li@city.example", "a;b,c"]]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8 BOM"), ("gb18030", "GB18030"), ("utf-16", "UTF-16")]
)
def test_text_in_every_encoding_and_separator(separator: str, encoding: str, said: str) -> None:
    table = read_table(text(ROWS, separator, encoding))
    assert (table.encoding, table.separator) == (said, separator)
    assert [list(row.cells) for row in table.rows] == ROWS


def test_a_workbook_keeps_its_row_numbers() -> None:
    table = read_table(workbook([*ROWS[:2], [], ROWS[2]]))
    assert table.encoding == "xlsx"
    assert [row.number for row in table.rows] == [1, 2, 4]


def test_cells_say_what_their_reader_would_say() -> None:
    rows = [["a", "b"], [13800000000, "0012"], [3.5, "x"]]
    cells = [row.cells for row in read_table(workbook(rows)).rows]
    assert cells[1] == ("13800000000", "0012")
    assert cells[2][0] == "3.5"
    assert text_of(datetime(2026, 6, 11)) == "2026-06-11"  # noqa: DTZ001 - a spreadsheet has no zones
    assert text_of(date(2026, 6, 11)) == "2026-06-11"
    assert text_of("#REF!") == ""


def test_a_formula_counts_as_the_value_that_was_stored() -> None:
    data = workbook([["姓名", "x"], ["a", ""]], formula={(1, 1): ('=HYPERLINK("http://x","y")', "shown")})
    assert read_table(data).rows[1].cells == ("a", "shown")


def test_heads_stand_under_a_merged_title() -> None:
    table = read_table(workbook(ROWS, title="2026年专员名单"))
    at = find_heads(table.rows, STAFF, {})
    assert table.rows[at].cells[0] == "姓名"
    assert guess_mapping(table.rows[at].cells, STAFF, {}) == {0: "name", 1: "email"}


def test_heads_are_known_by_many_names() -> None:
    heads = ["统一社会信用代码（必填）", "单位 名称", "E-mail domain*", "单位性质", "不认识的列"]
    assert guess_mapping(heads, ORGANISATIONS, {}) == {0: "credit_code", 1: "name_zh", 2: "email_domain", 3: "kind"}
    assert guess_mapping(heads, ORGANISATIONS, {"不认识的列": "name_en"})[4] == "name_en"
    assert 1 not in guess_mapping(heads, ORGANISATIONS, {"单位名称": ""}), "somebody said that it means nothing"


def test_fifty_columns_more_change_nothing() -> None:
    heads = ["姓名", "邮箱", *(f"列{number}" for number in range(250))]
    table = read_table(text([heads, ["a", "b", *("x" * 250)]]))
    assert len(table.rows[0].cells) == 200
    assert guess_mapping(table.rows[0].cells, STAFF, {}) == {0: "name", 1: "email"}


def _zip(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"\x00\x00\x00", "file_empty"),
        (b"\xef\xbb\xbf \r\n", "file_empty"),
        (b"MZ\x90\x00 this program cannot be run", "not_a_table"),
        (b"%PDF-1.7 ...", "not_a_table"),
        (b"PK\x03\x04 cut off", "not_a_table"),
        (_zip(word__document_xml=b"<w/>"), "not_a_table"),
        (_zip(xl__workbook_xml=b"<broken"), "not_a_table"),
        (_zip(xl__workbook_xml=b"<x/>", xl__worksheets__sheet1_xml=b"0" * 200_000_000), "file_large"),
        (_zip(xl__workbook_xml=b"<x/>", xl__worksheets__sheet1_xml=b'<c r="A1"/><c r="XFD1048576"/>'), "file_large"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b"\x81\x00\xff\xfe\xfd", "encoding"),
        (("a,b\n" + "1,2\n" * 60_000).encode(), "too_many_rows"),
    ],
)
def test_what_is_no_table_is_refused_with_a_word(data: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        read_table(data)
    assert refusal.value.code == code


def test_a_cell_of_100_kb_and_nul_bytes_are_read() -> None:
    table = read_table(text([["姓名", "邮箱"], ["字" * 100_000, "a\x00b"]]))
    assert table.rows[1].cells == ("字" * 100_000, "ab")


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_refusal(data: bytes) -> None:
    try:
        table = read_table(data)
    except DomainError:
        return
    assert table.rows
    assert all(isinstance(row, Row) and any(row.cells) for row in table.rows)


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=6), min_size=1, max_size=8))
def test_any_text_is_read_without_a_crash(rows: list[list[str]]) -> None:
    try:
        read_table(text(rows, encoding="gb18030"))
    except (DomainError, UnicodeEncodeError):
        return


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026/6/1", "2026-06-01"),
        ("2026年6月1日", "2026-06-01"),
        ("２０２６．６．１", "2026-06-01"),
        ("20260601", "2026-06-01"),
        ("46174", "2026-06-01"),
        ("2026-06-01 08:30:00", "2026-06-01"),
        ("2026-13-01", "2026-13-01"),
        ("soon", "soon"),
    ],
)
def test_days_as_people_write_them(written: str, meant: str) -> None:
    assert day_of(written) == meant


def test_a_credit_code_is_checked_by_its_own_digit() -> None:
    column = ORGANISATIONS[0]
    for text_of_cell in ("９１３２０３００ ma1-mxxxx0x", "911100006000373410", "12", "字" * 100_000):
        _value, wrong = read_cell(column, text_of_cell)
        assert wrong
        assert wrong.code == "not_a_credit_code"
    value, wrong = read_cell(column, "91110000600037341L")
    assert (value, wrong) == ("91110000600037341L", None)
    value, wrong = read_cell(column, " ９１１１０００0600037341l ")
    assert (value, wrong) == ("91110000600037341L", None)


def test_what_a_spreadsheet_would_run_is_known() -> None:
    assert all(map(is_formula, ("=1+1", "+1", "@SUM(A1)", "-cmd|' /C calc'!A0", "\tx")))
    assert not any(map(is_formula, ("-12.5", "1+1", "名称")))

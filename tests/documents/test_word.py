"""Word papers: made from texts, filled, escaped, replaceable, and never a way to run anything."""

from __future__ import annotations

import re
import runpy
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document
from docx.oxml.ns import qn

from sibai.documents import paper_keys, word
from sibai.documents.word import BadTemplate, render

ROOT = Path(__file__).parents[2]
TEXTS = ROOT / "scripts" / "word_templates"
NAMES = sorted(paper_keys.titles())


def words(content: bytes) -> str:
    """Everything that a reader of the paper sees, tables too, a line a paragraph."""
    document = Document(BytesIO(content))
    lines = document.element.body.iter(qn("w:p"))
    return "\n".join("".join(part.text or "" for part in line.iter(qn("w:t"))) for line in lines)


def sample(paper: str, /, **given: Any) -> dict[str, Any]:
    return {**paper_keys.sample(paper), **given}


def own(settings: Any, tmp_path: Path, name: str, *lines: str, raw: bytes = b"") -> None:
    """The county's own template, of these paragraphs."""
    settings.HOME = tmp_path
    (tmp_path / "templates").mkdir()
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    target = tmp_path / "templates" / f"{name}.docx"
    document.save(str(target))
    if raw:
        target.write_bytes(raw)


@pytest.fixture(scope="module")
def anew(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The templates made once more from their texts."""
    folder = tmp_path_factory.mktemp("templates")
    runpy.run_path(str(ROOT / "scripts" / "make_word_templates.py"))["main"](folder)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_what_its_text_makes(name: str, anew: Path) -> None:
    with zipfile.ZipFile(anew / f"{name}.docx") as made, zipfile.ZipFile(paper_keys.OURS / f"{name}.docx") as kept:
        assert made.namelist() == kept.namelist()
        for part in made.namelist():
            assert made.read(part) == kept.read(part), part
        assert {entry.date_time for entry in kept.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_description_of_the_templates_is_up_to_date(anew: Path) -> None:
    assert (anew / "README.md").read_text("utf-8") == (paper_keys.OURS / "README.md").read_text("utf-8")
    assert sorted(file.stem for file in TEXTS.glob("*.txt")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_placeholder_is_known_and_filled_by_the_example(name: str) -> None:
    assert word.check(name) == []
    text = words(render(name, sample(name)))
    assert "{{" not in text
    assert "{%" not in text
    values = sample(name)
    for key in paper_keys.placeholders(paper_keys.OURS / f"{name}.docx"):
        if isinstance(values[key], str) and key != "exempt_reason":
            assert values[key].partition("\n")[0] in text, key


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_paper_can_be_printed_to_be_filled_in_by_hand(name: str) -> None:
    text = words(render(name, paper_keys.blank(name)))
    assert "None" not in text
    assert "{{" not in text


@pytest.mark.parametrize("name", NAMES)
def test_no_number_of_the_measure_stands_in_a_text(name: str) -> None:
    written = (TEXTS / f"{name}.txt").read_text("utf-8")
    body = [line for line in written.splitlines()[1:] if not line.startswith("[table")]
    bare = re.sub(r"\{[{%].*?[%}]\}| [<^][\d.]+", "", "\n".join(body))
    assert re.findall(r"\d+", bare) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_names_its_fonts_and_carries_none(name: str) -> None:
    with zipfile.ZipFile(BytesIO(render(name, sample(name)))) as archive:
        assert not [
            part for part in archive.namelist() if "font" in part.lower() and not part.endswith("fontTable.xml")
        ]
        fonts = archive.read("word/fontTable.xml").decode()
        body = archive.read("word/document.xml").decode()
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(part))
    assert 'w:name="仿宋_GB2312"><w:altName' in fonts
    assert "方正小标宋简体" in body


HOSTILE = "<w:p>&amp;</w:p> & \"'李\U00020bb7 {{ 7*7 }} {% for x in y %} {{ config }} ${7*7}\x00\x0b\ud800\ufffe"


@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_filled_in_stays_text(name: str) -> None:
    values = {key: HOSTILE if isinstance(value, str) else value for key, value in sample(name).items()}
    text = words(render(name, values))
    shown = "<w:p>&amp;</w:p> & \"'李\U00020bb7 {{ 7*7 }} {% for x in y %} {{ config }} ${7*7}"
    assert shown in text
    assert "49" not in text.replace("1949", "")


def test_long_names_and_line_breaks_survive() -> None:
    made = render("application", sample("application", name="阿" * 120, resume="一\n二\n三"))
    assert "阿" * 120 in words(made)
    xml = zipfile.ZipFile(BytesIO(made)).read("word/document.xml").decode()
    assert xml.count("<w:br/>") >= 2


def test_days_and_amounts_are_written_as_on_paper() -> None:
    text = words(render("labour_contract", sample("labour_contract", start=date(2026, 1, 5), probation_end=None)))
    assert "自2026年1月5日起" in text
    assert "2,000.00元（大写：贰仟元整）" in text
    assert "双方约定不设试用期" in text


def test_the_contract_tells_whether_the_exemption_from_severance_holds() -> None:
    holds, fails = sample("labour_contract", exempt=True), sample("labour_contract", exempt=False)
    assert "本合同不适用无固定期限劳动合同和支付经济补偿的规定" in words(render("labour_contract", holds))
    text = words(render("labour_contract", fails))
    assert "不具备前项全部条件（未取得就业困难人员认定）" in text
    assert "本合同不适用" not in text


@pytest.mark.parametrize(
    "clause",
    [
        "合同期限",
        "工作内容和工作地点",
        "工作时间和休息休假",
        "劳动报酬",
        "社会保险",
        "劳动保护",
        "法定代表人",
        "身份证",
    ],
)
def test_the_contract_has_what_article_17_of_the_law_demands(clause: str) -> None:
    assert clause in words(render("labour_contract", sample("labour_contract")))


def test_the_certificate_has_what_article_24_demands() -> None:
    text = words(render("end_certificate", sample("end_certificate", reason=None)))
    for said in ("劳动合同期限：自2026年6月28日", "解除日期：2026年10月20日", "工作岗位：", "工作年限：3个月23天"):
        assert said in text
    assert "依据：" not in text


def test_a_public_notice_tells_no_number_phone_or_category() -> None:
    asked = paper_keys.placeholders(paper_keys.OURS / "public_notice.docx")
    assert not asked & {"id_number", "phone", "address", "category", "priority", "birth_date"}
    assert set(paper_keys.lists_of("public_notice")["chosen"]) == {"name", "sex", "education", "score"}


def test_a_county_uses_its_own_template(settings: Any, tmp_path: Path) -> None:
    own(settings, tmp_path, "post_certificate", "本县版式：{{ name }}自{{ hired_on|day }}在岗")
    assert word.check("post_certificate") == []
    assert word.replaced() == ["post_certificate"]
    assert (
        words(render("post_certificate", sample("post_certificate"))).strip() == "本县版式：演示甲自2026年6月28日在岗"
    )
    assert word.file_of("notice").parent == paper_keys.OURS


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{{ nmae }}", "nmae"),
        ("{{ name.secret }}", "secret"),
        ("{{ name", "占位写法不对"),
        ("{{ name|nofilter }}", "占位写法不对"),
        ("{{ name.__class__.__mro__ }}", "占位"),
        ("{{ ''.__class__.__base__.__subclasses__() }}", "占位"),
        ("{% for x in range(99999999) %}{{ x }}{% endfor %}", "填不进去"),
        ("{% include '/etc/passwd' %}", "填不进去"),
        ("{{ 1/0 }}", "打不开"),
    ],
)
def test_a_bad_template_is_refused_with_what_is_wrong(line: str, told: str, settings: Any, tmp_path: Path) -> None:
    own(settings, tmp_path, "post_certificate", line)
    with pytest.raises(BadTemplate) as bad:
        render("post_certificate", sample("post_certificate"))
    assert "post_certificate.docx" in str(bad.value)
    assert told in str(bad.value)
    assert word.check("post_certificate")


def test_check_lists_the_placeholders_that_nothing_fills(settings: Any, tmp_path: Path) -> None:
    own(settings, tmp_path, "post_certificate", "{{ nmae }} {{ name }} {{ salary }}")
    assert word.check("post_certificate") == ["nmae", "salary"]


@pytest.mark.parametrize("raw", [b"no zip", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0"])
def test_a_broken_template_is_told(raw: bytes, settings: Any, tmp_path: Path) -> None:
    own(settings, tmp_path, "post_certificate", raw=raw)
    with pytest.raises(BadTemplate, match="打不开"):
        render("post_certificate", {})
    assert "打不开" in word.check("post_certificate")[0]


@pytest.mark.parametrize("name", ["../secret", "nothing_here", "Notice", "a/b", ""])
def test_a_paper_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(BadTemplate, match="没有这种文书"):
        render(name, {})


def test_a_value_that_was_forgotten_is_named() -> None:
    values = sample("post_certificate")
    del values["purpose"]
    with pytest.raises(BadTemplate, match="purpose"):
        render("post_certificate", values)

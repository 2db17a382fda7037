"""Makes the Word templates of `sibai.documents` from the texts beside this script, the same bytes every time.

    .venv/bin/python scripts/make_word_templates.py            into src/sibai/documents/templates_word, with README.md
    .venv/bin/python scripts/make_word_templates.py FOLDER     writes them there

A text is lines; a line's first sign says what it is:

    @公文 | @合同 | @表格 [横]   the first line: layout (GB/T 9704 with 22 lines of 28 characters; contract; form)
    # title          ## heading in 黑体      ~ centred subtitle        < flush left       > right, for the signature
    ---              a new page              .  an empty line
    +                a paragraph that stays with what follows          other lines: paragraphs, two characters in
    [table 20 30 20 30]  …  [end]            widths in percent; rows of cells parted by ` | `
      *label   -left   =opinion, `>>` lines in it right   `//` new line in a cell   `"` joined to the cell above
      ` <3` spans three columns   ` ^2.5` at the end of a row: its height in cm

`{{ … }}`, `{%p … %}` (a line) and `{%tr … %}` (a row) are the placeholders of docxtpl.
"""

from __future__ import annotations

import re
import sys
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from sibai.documents.paper_keys import readme

HERE = Path(__file__).parent
TEXTS = HERE / "word_templates"
TARGET = HERE.parent / "src" / "sibai" / "documents" / "templates_word"
SONG, FANG, KAI, HEI = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"
LATIN = "Times New Roman"
INSTEAD = {SONG: "华文中宋,宋体", FANG: "仿宋,FangSong", KAI: "楷体,KaiTi", HEI: "SimHei"}
"""What Word takes where the standard's fonts, which are not free, are not on the computer."""
LAYOUTS = {
    "公文": {"body": 16, "title": 22, "pitch": 28.99, "margins": (37, 28, 26, 35), "grid": True},
    "合同": {"body": 14, "title": 22, "pitch": 25, "margins": (30, 28, 26, 28), "grid": False},
    "表格": {"body": 12, "title": 20, "pitch": 20, "margins": (20, 20, 18, 18), "grid": False},
}
PLAIN = re.compile(r"\{\{ ([a-z_.]+) \}\}")
CLOSER = "-5"
"""Twentieths of a point that letters stand closer, so that 28 of them fill 156 mm, in every program alike."""
MADE = datetime(2022, 6, 10)  # noqa: DTZ001 - the day of the measure, so that every making gives the same bytes
ZIP_DAY = (1980, 1, 1, 0, 0, 0)
SPAN, HEIGHT, PARTED = re.compile(r"\s+<(\d+)$"), re.compile(r"\s+\^([\d.]+)$"), re.compile(r"\s*(?<!\S)\|(?!\S)\s*")
CENTRE, RIGHT, LEFT, BOTH = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


def element(name: str, **attributes: str) -> Any:
    """An element of WordprocessingML."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


class Paper:
    """One template in the making."""

    def __init__(self, layout: str, across: bool) -> None:
        self.document = Document()
        self.look = LAYOUTS[layout]
        self.layout = layout
        self.across = across
        self._page()
        self._normal()

    def _page(self) -> None:
        section = self.document.sections[0]
        width, height = (Mm(297), Mm(210)) if self.across else (Mm(210), Mm(297))
        section.orientation = WD_ORIENT.LANDSCAPE if self.across else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = width, height
        top, left, right, bottom = (Mm(side) for side in self.look["margins"])
        section.top_margin, section.left_margin, section.right_margin, section.bottom_margin = top, left, right, bottom
        section.footer_distance = bottom - Mm(12) if self.look["grid"] else Mm(10)
        if self.look["grid"]:
            grid = element("w:docGrid", type="lines", linePitch="580")
            for old in section._sectPr.findall(qn("w:docGrid")):
                section._sectPr.remove(old)
            section._sectPr.append(grid)
            self.document.settings.odd_and_even_pages_header_footer = True
            self._number(section.footer, RIGHT)
            self._number(section.even_page_footer, LEFT)
        elif self.layout == "合同":
            self._number(section.footer, CENTRE)

    def _number(self, footer: Any, side: Any) -> None:
        """The page number between dashes, 四号 宋体; one character in from its edge."""
        line = footer.paragraphs[0]
        line.alignment = side
        edge = Pt(14) if side is not CENTRE else Pt(0)
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = edge
        self.run(line, "— ", "宋体", 14)
        run = self.run(line, "", "宋体", 14)
        for kind in ("begin", None, "end"):
            if kind:
                run._r.append(element("w:fldChar", fldCharType=kind))
            else:
                code = element("w:instrText")
                code.text = "PAGE"
                run._r.append(code)
        self.run(line, " —", "宋体", 14)

    def _normal(self) -> None:
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = LATIN, Pt(self.look["body"])
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FANG)
        for size in self.document.styles.element.iter(qn("w:sz"), qn("w:szCs")):
            if size.getparent().getparent().tag == qn("w:rPrDefault"):
                size.set(qn("w:val"), str(self.look["body"] * 2))
        style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)

    def run(self, line: Any, text: str, font: str = FANG, size: float = 0, bold: bool = False) -> Any:
        """Words in one font; Chinese quotation marks and dashes take the Chinese one."""
        run = line.add_run(text)
        run.font.name, run.font.bold = LATIN, bold or None
        if size:
            run.font.size = Pt(size)
        run._r.rPr.rFonts.set(qn("w:eastAsia"), font)
        run._r.rPr.rFonts.set(qn("w:hint"), "eastAsia")
        if self.look["grid"] and size == self.look["body"]:
            run._r.rPr.append(element("w:spacing", val=CLOSER))
        return run

    def line(self, text: str, *, font: str = FANG, size: float = 0, side: Any = BOTH, indent: int = 0) -> Any:
        """A paragraph of the body; what is not known yet is a line in it, to be filled in by hand."""
        text = PLAIN.sub(r"{{ \1|line }}", text)
        line = self.document.add_paragraph()
        self._shape(line, side, self.look["pitch"])
        if indent:
            line.paragraph_format.first_line_indent = Pt(self.look["body"] * indent)
        self.run(line, text, font, size or self.look["body"])
        return line

    def _shape(self, line: Any, side: Any, pitch: float) -> None:
        line.alignment = side
        line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        line.paragraph_format.line_spacing = Pt(pitch)
        line.paragraph_format.widow_control = False

    def written(self, text: str) -> None:
        """A line of the text, as its first sign says."""
        kinds = {"# ": self._title, "## ": self._heading, "~ ": self._subtitle, "<": self._left, ">": self._signed}
        for sign, write in kinds.items():
            if text.startswith(sign):
                return write(text.removeprefix(sign).strip())
        if text == "---":
            self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        elif text == ".":
            self.line("").paragraph_format.keep_with_next = True
        else:
            together = self.line(text.removeprefix("+"), indent=0 if text.startswith("{%p") else 2).paragraph_format
            together.keep_with_next = text.startswith("+") or None
        return None

    def _heading(self, text: str) -> None:
        heading = self.line(text, font=HEI, indent=2 if self.layout != "表格" else 0)
        heading.paragraph_format.keep_with_next = True

    def _subtitle(self, text: str) -> None:
        self.line(text, font=KAI, side=CENTRE)

    def _left(self, text: str) -> None:
        self.line(text, side=LEFT).paragraph_format.space_after = Pt(0 if self.look["grid"] else 3)

    def _signed(self, text: str) -> None:
        signed = self.line(text, side=RIGHT).paragraph_format
        signed.right_indent, signed.keep_with_next = Pt(self.look["body"] * 2), True

    def _title(self, text: str) -> None:
        line = self.document.add_paragraph()
        self._shape(line, CENTRE, self.look["title"] * 1.6)
        line.paragraph_format.keep_with_next = True
        self.run(line, text, SONG, self.look["title"])

    def table(self, widths: list[float], rows: list[str]) -> None:
        """A table as wide as the page's text."""
        section = self.document.sections[0]
        room = section.page_width - section.left_margin - section.right_margin
        table = self.document.add_table(0, len(widths), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = int(room * width / sum(widths))
        heads = True
        for text in rows:
            heads = self._row(table, text, heads)

    def _row(self, table: Any, text: str, heads: bool) -> bool:
        """One row; rows of labels only at the top are repeated on every page. Returns whether such rows may follow."""
        height = HEIGHT.search(text)
        text = HEIGHT.sub("", text)
        row = table.add_row()
        row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
        row.height = Mm(float(height[1]) * 10) if height else Mm(9)
        properties = row._tr.get_or_add_trPr()
        properties.append(element("w:cantSplit"))
        cells = PARTED.split(text)
        place = 0
        for cell in cells:
            span = SPAN.search(cell)
            wide = int(span[1]) if span else 1
            joined = row.cells[place].merge(row.cells[place + wide - 1]) if wide > 1 else row.cells[place]
            if cell == '"':
                join_above(table, joined, place)
            else:
                self._cell(joined, SPAN.sub("", cell))
            place += wide
        if place != len(table.columns) and "{%tr" not in text:
            raise SystemExit(f"row of {place} of {len(table.columns)} columns: {text}")
        labels = heads and all(cell.startswith("*") for cell in cells)
        if labels and len(cells) > 2:
            properties.append(element("w:tblHeader"))
        return labels

    def _cell(self, cell: Any, text: str) -> None:
        kind = text[0] if text[:1] in "*-=" and text else ""
        cell.vertical_alignment = 0 if kind == "=" else 1
        for number, words in enumerate(text[len(kind) :].split("//")):
            line = cell.paragraphs[0] if not number else cell.add_paragraph()
            right = words.startswith(">>")
            side = RIGHT if right else LEFT if kind in {"-", "="} else CENTRE
            self._shape(line, side, self._pitch())
            line._p.get_or_add_pPr().append(element("w:snapToGrid", val="0"))
            if right:
                line.paragraph_format.right_indent = Pt(self._size())
            if kind == "=" and not right and words:
                line.paragraph_format.first_line_indent = Pt(self._size() * 2)
            self.run(line, words.removeprefix(">>").strip(), HEI if kind == "*" else FANG, self._size())

    def _size(self) -> float:
        return 11 if self.across else 12

    def _pitch(self) -> float:
        return 17 if self.across else 19

    def bytes(self, title: str) -> bytes:
        """The template as DOCX, with nothing in it that depends on when and where it was made."""
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = title, "", ""
        properties.created = properties.modified = MADE
        properties.last_modified_by = properties.keywords = properties.subject = ""
        made = BytesIO()
        self.document.save(made)
        return packed(made.getvalue())


def join_above(table: Any, cell: Any, place: int) -> None:
    """Join a cell to the one above it."""
    above = table.rows[-2].cells[place]._tc.get_or_add_tcPr()
    if above.find(qn("w:vMerge")) is None:
        above.append(element("w:vMerge", val="restart"))
    cell._tc.get_or_add_tcPr().append(element("w:vMerge"))


def packed(content: bytes) -> bytes:
    """The same package with fixed dates and order, without the thumbnail, with the fonts to take instead."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            if "thumbnail" in name:
                continue
            part = old.read(name)
            if name == "_rels/.rels":
                part = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", part)
            elif name == "word/fontTable.xml":
                part = part.replace(b"</w:fonts>", fonts() + b"</w:fonts>")
            elif name == "word/settings.xml":
                part = settled(part)
            entry = zipfile.ZipInfo(name, ZIP_DAY)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            new.writestr(entry, part)
    return made.getvalue()


def fonts() -> bytes:
    """The fonts that are named, each with what stands in for it."""
    return "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/></w:font>'
        for name, instead in INSTEAD.items()
    ).encode()


def settled(part: bytes) -> bytes:
    """Settings: Word's own layout of today, not that of 2007."""
    mode = (
        b'<w:compatSetting w:name="compatibilityMode" '
        b'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    if b"compatibilityMode" in part:
        return re.sub(rb'(w:name="compatibilityMode"[^>]*w:val=")\d+', rb"\g<1>15", part)
    return part.replace(b"</w:compat>", mode)


def made(text: str) -> bytes:
    """A template from its text."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("%%")]
    layout, _, across = lines[0].removeprefix("@").partition(" ")
    paper = Paper(layout, across == "横")
    rows: list[str] = []
    widths: list[float] = []
    for line in lines[1:]:
        if line.startswith("[table"):
            widths, rows = [float(width) for width in line.strip("[]").split()[1:]], []
        elif line == "[end]":
            paper.table(widths, rows)
            widths = []
        elif widths:
            rows.append(line)
        else:
            paper.written(line)
    title = next((line[2:] for line in lines if line.startswith("# ")), "")
    return paper.bytes(re.sub(r"\{.*?\}+", "", title))


def main(folder: Path = TARGET) -> None:
    """Write every template into the folder."""
    for file in sorted(TEXTS.glob("*.txt")):
        (folder / f"{file.stem}.docx").write_bytes(made(file.read_text(encoding="utf-8")))
    (folder / "README.md").write_text(readme(folder), encoding="utf-8")


if __name__ == "__main__":
    main(*(Path(given) for given in sys.argv[1:]))

"""Papers of journeys: scans as clerks hand them in, and Word papers as the site hands them out."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from PIL import Image


def scan(name: str = "扫描件.jpg") -> tuple[str, bytes]:
    """A small photo of a paper, with the name of its file."""
    made = BytesIO()
    Image.effect_noise((60, 40), 60).save(made, "JPEG")
    return name, made.getvalue()


def opened(content: bytes) -> Paper:
    """A Word paper, opened."""
    return Document(BytesIO(content))


def words_of(content: bytes) -> str:
    """All words of a Word paper, those of its tables too."""
    paper = opened(content)
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in paper.paragraphs), *cells])

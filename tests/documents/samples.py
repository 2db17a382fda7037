"""Files as people hand them in, and as they should not."""

from __future__ import annotations

import zipfile
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from xlsxwriter import Workbook


def photo(kind: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    """A small photo."""
    made = BytesIO()
    Image.effect_noise(size, 60).save(made, kind)
    return made.getvalue()


def pdf(pages: int = 1, *, password: str = "", script: str = "", attached: bool = False) -> bytes:
    """A PDF of blank pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if script:
        action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if attached:
        writer.add_attachment("a.txt", b"inside")
    if password:
        writer.encrypt(password, algorithm="AES-256")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def workbook(macro: bool = False) -> bytes:
    """A workbook of one cell."""
    made = BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet().write_string(0, 0, "姓名")
    if macro:
        with zipfile.ZipFile(made, "a") as archive:
            archive.writestr("xl/vbaProject.bin", b"macro")
    return made.getvalue()


def archive(**members: bytes) -> bytes:
    """A ZIP."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in members.items():
            written.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def upload(content: bytes, name: str = "扫描件.pdf") -> SimpleUploadedFile:
    """As the browser sends it."""
    return SimpleUploadedFile(name, content)

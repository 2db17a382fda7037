"""Files as people hand them in, and as they should not."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject
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


def pdf_with_action_at(place: str) -> bytes:
    """A PDF whose script hangs on something less common: an action after another, a bookmark, a field, a file spec."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")})
    go = DictionaryObject({NameObject("/S"): NameObject("/GoTo"), NameObject("/Next"): ArrayObject([script])})
    held: dict[str, dict[str, Any]] = {
        "next": {"/OpenAction": go},
        "bookmark": {"/Outlines": DictionaryObject({NameObject("/First"): writer._add_object(_with(A=script))})},
        "field": {"/AcroForm": _with(Fields=ArrayObject([writer._add_object(_with(AA=_with(K=script)))]))},
        "file": {"/AF": ArrayObject([_with(EF=_with(F=page.indirect_reference))])},
    }
    for name, value in held[place].items():
        writer.root_object[NameObject(name)] = value
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _with(**values: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in values.items()})


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

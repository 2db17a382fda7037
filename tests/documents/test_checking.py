"""What is kept and what is not, judged by content; every refusal says what to do."""

from __future__ import annotations

import struct
import time
import zlib
from io import BytesIO
from typing import Any

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sibai.documents.checking import SCANS, TABLES, BadUpload, check
from sibai.documents.forms import ScanField, TableField
from sibai.documents.names import cleaned
from sibai.documents.photos import without_place
from tests.documents.samples import archive, pdf, pdf_with_action_at, photo, upload, workbook


def refusal(content: bytes, name: str = "扫描件.pdf", accept: frozenset[str] = SCANS) -> str:
    with pytest.raises(BadUpload) as bad:
        check(upload(content, name), accept)
    assert bad.value.field == "file"
    return str(bad.value)


@pytest.mark.parametrize(
    ("content", "name", "kind", "shown"),
    [
        (pdf(3), "申请表.PDF", "pdf", "申请表.pdf"),
        (photo("JPEG"), "IMG_0001.jpeg", "jpg", "IMG_0001.jpg"),
        (photo("PNG"), "截图.jpg", "png", "截图.png"),
        (photo("JPEG"), "2026.5.21扫描件", "jpg", "2026.5.21扫描件.jpg"),
        (photo("MPO"), "photo.jpg", "jpg", "photo.jpg"),
    ],
)
def test_scans_and_photos_are_kept_as_they_are(content: bytes, name: str, kind: str, shown: str) -> None:
    checked = check(upload(content, name))
    assert (checked.kind, checked.name, checked.content) == (kind, shown, content)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (workbook(), "花名册.xlsx", "xlsx"),
        ("姓名,村\n张三,歌风\n".encode("gb18030"), "花名册.csv", "csv"),
        ("姓名\t村\r\n".encode("utf-8-sig"), "花名册.txt", "csv"),
    ],
)
def test_tables_are_kept_where_tables_are_asked_for(content: bytes, name: str, kind: str) -> None:
    assert check(upload(content, name), TABLES).kind == kind
    assert "PDF" in refusal(content, name)


NOT_KEPT = [
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧.doc", "旧的 Word"),
    (archive(word__document=b"<w/>"), "通知.docx", "这是 Word 文件"),
    (archive(a=b"1"), "材料.zip", "压缩包"),
    (b"\x00\x00\x00\x18ftypheic" + b"\0" * 64, "IMG_1.jpg", "HEIC"),
    (b"\x00\x00\x00\x18ftypisom" + b"\0" * 64, "a.mp4", "音像"),
    (b"RIFF\0\0\0\0WEBPVP8 ", "a.jpg", "WebP"),
    (b"GIF89a" + b"\0" * 20, "a.gif", "GIF"),
    (b"MZ" + b"\0" * 200, "申请表.pdf.exe", "程序"),
    (b"<html><script>alert(1)</script>,</html>", "a.pdf", "网页"),
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.png", "网页"),
    ("只有几个字".encode(), "a.pdf", "认不出"),
    (b"\r\n" + pdf(), "a.pdf", "认不出"),
    (b"GIF89a=1;/*" + pdf() + b"*/", "a.pdf", "GIF"),
    (pdf()[:200], "a.pdf", "打不开"),
    (b"%PDF-1.7\n" + b"A" * 5000, "a.pdf", "打不开"),
    (pdf(password="1234"), "a.pdf", "密码"),
    (pdf(301), "a.pdf", "301页"),
    (pdf(script="app.alert(1)"), "a.pdf", "脚本"),
    (pdf(attached=True), "a.pdf", "夹带"),
    (pdf_with_action_at("next"), "a.pdf", "脚本"),
    (pdf_with_action_at("bookmark"), "a.pdf", "脚本"),
    (pdf_with_action_at("field"), "a.pdf", "脚本"),
    (pdf_with_action_at("file"), "a.pdf", "夹带"),
    (pdf() + archive(x=b"hidden"), "a.pdf", "压缩包"),
    (photo() + archive(x=b"hidden"), "a.jpg", "压缩包"),
    (photo(size=(600, 400))[:4000], "a.jpg", "打不开"),
    (photo("PNG")[:-40] + b"\0" * 40, "a.png", "打不开"),
    (b"\xff\xd8\xff\xe0" + b"\0" * 40, "a.jpg", "打不开"),
    (photo(), "a.pdf", "选错了文件"),
    (pdf(), "宏.docm", "选错了文件"),
    (pdf(), "a.jpg", "选错了文件"),
    (b"", "a.pdf", "空"),
]


@pytest.mark.parametrize(
    ("content", "name", "told"), NOT_KEPT, ids=[f"{told}-{n}" for n, (_, _, told) in enumerate(NOT_KEPT)]
)
def test_what_is_no_clean_scan_is_refused_with_what_it_is(content: bytes, name: str, told: str) -> None:
    says = refusal(content, name)
    assert told in says
    assert "请" in says
    assert says.endswith("。")


def test_a_picture_that_claims_a_monstrous_size_is_refused_unopened() -> None:
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    data = zlib.compress(b"\0" * 1_000_000)
    body = struct.pack(">I", len(data)) + b"IDAT" + data + struct.pack(">I", zlib.crc32(b"IDAT" + data))
    end = b"\0\0\0\0IEND\xaeB`\x82"
    assert "分辨率" in refusal(b"\x89PNG\r\n\x1a\n" + chunk + body + end, "a.png")


def test_a_pdf_whose_pages_unfold_without_end_is_refused_in_time() -> None:
    began = time.monotonic()
    pages = b" ".join(b"2 0 R" for _ in range(50))
    bomb = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 9/Kids["
    bomb += pages + b"]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    assert "请" in refusal(bomb, "a.pdf")
    assert time.monotonic() - began < 35


@pytest.mark.parametrize(
    ("content", "told"),
    [(workbook(macro=True), "宏"), (archive(xl__workbook=b"x"), "Excel"), (archive(xl__a=b"0" * 9_000_000), "Excel")],
)
def test_workbooks_with_macros_or_bombs_are_refused(content: bytes, told: str) -> None:
    assert told in refusal(content, "a.xlsx", TABLES)


def test_a_file_above_the_limit_is_refused_before_it_is_read(settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1024 * 1024
    says = refusal(photo() + b"\0" * 1024 * 1024, "a.jpg")
    assert "文件太大" in says
    assert "不超过1 MB" in says


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\李\\申请表.pdf", "申请表.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe.pdf"),
        ('x";y\r\nSet-Cookie: a.pdf', "x_;ySet-Cookie_ a.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("", "文件.pdf"),
        (None, "文件.pdf"),
        ("名" * 300 + ".pdf", "名" * 96 + ".pdf"),
        ("...", "文件.pdf"),
    ],
)
def test_names_are_shown_clean(name: str | None, shown: str) -> None:
    assert cleaned(name, "pdf") == shown


class _Form(forms.Form):
    file = ScanField()


class _TableForm(forms.Form):
    file = TableField(required=False)


def test_the_field_tells_the_fault_beside_itself_and_judges_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "密码" in _Form(files={"file": upload(pdf(password="1"))}).errors["file"][0]
    good = upload(photo(), "a.jpg")
    form = _Form(files={"file": good})
    assert form.is_valid()
    monkeypatch.setattr("sibai.documents.checking._judge", lambda *_: pytest.fail("judged twice"))
    assert check(form.cleaned_data["file"]).kind == "jpg"


def test_the_field_offers_the_right_kinds() -> None:
    assert _Form().fields["file"].widget.attrs["accept"] == "image/jpeg,.pdf,image/png"
    assert _TableForm().fields["file"].widget.attrs["accept"] == ".csv,.xlsx"
    assert _TableForm(files={}).is_valid()


def test_a_photo_is_kept_without_the_place_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (32.0, 48.0, 33.25), 3: "E", 4: (110.0, 6.0, 17.5)}
    made = BytesIO()
    Image.effect_noise((60, 40), 60).save(made, "JPEG", exif=exif)
    kept = check(upload(made.getvalue(), "a.jpg")).content
    with Image.open(BytesIO(made.getvalue())) as before, Image.open(BytesIO(kept)) as after:
        assert before.getexif().get_ifd(0x8825)
        assert not after.getexif().get_ifd(0x8825)
        assert after.getexif()[0x0112] == 6
        assert after.tobytes() == before.tobytes()
    assert without_place(kept) == kept


@given(st.binary(max_size=200), st.integers(0, 40))
def test_whatever_stands_beside_a_picture_is_no_error(rubbish: bytes, cut: int) -> None:
    for order in (b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"):
        beside = (b"Exif\0\0" + order + rubbish)[: 220 - cut]
        jpeg = b"\xff\xd8\xff\xe1" + (len(beside) + 2).to_bytes(2, "big") + beside + photo()[2:]
        assert len(without_place(jpeg)) == len(jpeg)

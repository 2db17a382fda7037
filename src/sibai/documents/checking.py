"""Whether an upload is what may be kept: judged by its content, whatever its name says.

What has to be parsed is parsed in a process of its own (`content_worker`), bounded in memory and time, so that a
hostile file harms nobody else. Every refusal says what to do.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings

from sibai.audit.refusals import Refusal
from sibai.documents import foreign
from sibai.documents.content_worker import CONTENT_TYPES
from sibai.documents.names import FAMILIES, cleaned, ending_of
from sibai.documents.photos import without_place

SCANS = frozenset({"pdf", "jpg", "png"})
TABLES = frozenset({"xlsx", "csv"})
TIMEOUT_SECONDS = 30
HANDED_ON = ("PATH", "PYTHONPATH", "SYSTEMROOT", "TEMP", "TMPDIR")
"""What of the environment the worker needs; the rest may hold secrets."""
MEBIBYTE = 1024 * 1024
WORDS = {"pdf": "PDF", "jpg": "JPG 照片", "png": "PNG 图片", "xlsx": "Excel 表格", "csv": "CSV 表格"}


class BadUpload(Refusal):
    """A file that is not kept; the sentence says what to do."""

    field = "file"


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: its bytes, what they are, and the name to show."""

    content: bytes
    kind: str
    name: str
    sha256: str

    @property
    def content_type(self) -> str:
        """As the browser is told."""
        return CONTENT_TYPES[self.kind]


def what_to_do(accept: frozenset[str]) -> str:
    """The sentence that ends a refusal."""
    limit = f"不超过{settings.UPLOAD_LIMIT // MEBIBYTE} MB"
    if accept <= TABLES:
        return f"请在 Excel 或 WPS 中另存为 .{' 或 .'.join(sorted(accept, reverse=True))}，{limit}。"
    return f"请扫描成 PDF 或拍成 JPG 照片，{limit}。"


def check(upload: Any, accept: frozenset[str] = SCANS) -> Checked:
    """An uploaded file (`name`, `size`, `read()`) read and judged. BadUpload where it cannot be kept.

    A photo is kept without the place where it was taken (个人信息保护法第二十八条).
    An upload that was judged before (by a form's field) is not judged again.
    """
    before = getattr(upload, "checked", None)
    if isinstance(before, Checked) and before.kind in accept:
        return before
    todo = what_to_do(accept)
    if not upload or not upload.size:
        raise BadUpload(f"文件是空的，没有内容。{todo}")
    if upload.size > settings.UPLOAD_LIMIT:
        raise BadUpload(f"文件太大（{-(-upload.size // MEBIBYTE)} MB）。{todo}")
    upload.seek(0)
    content = upload.read(settings.UPLOAD_LIMIT + 1)
    if len(content) > settings.UPLOAD_LIMIT:
        raise BadUpload(f"文件太大。{todo}")
    name = str(upload.name or "")
    kind = _kind(content, name, accept, todo)
    _judge(content, kind, todo)
    content = without_place(content) if kind == "jpg" else content
    checked = Checked(content, kind, cleaned(name, kind), sha256(content).hexdigest())
    upload.checked = checked
    return checked


def _kind(content: bytes, name: str, accept: frozenset[str], todo: str) -> str:
    """What the bytes are, if that may be kept and the name does not say otherwise."""
    kind = foreign.kind_of(content)
    if kind not in accept:
        told = foreign.described(content) if kind is None else f"这是{WORDS[kind]}"
        raise BadUpload(f"{told}，这里不收。{todo}")
    ending = ending_of(name)
    if ending and ending not in FAMILIES[kind]:
        raise BadUpload(
            f"文件名以 .{ending} 结尾，内容却是{WORDS[kind]}：请核对是不是选错了文件，或把结尾改成 .{kind}。"
        )
    return kind


def _judge(content: bytes, kind: str, todo: str) -> None:
    """Let the worker open it. BadUpload with the worker's words, or where it ran out of its bounds."""
    try:
        verdict = subprocess.run(  # noqa: S603 - our own interpreter and module; the content goes in by a pipe
            [sys.executable, "-P", "-m", "sibai.documents.content_worker", kind],
            input=content,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=True,
            env={name: os.environ[name] for name in HANDED_ON if name in os.environ},
        ).stdout.decode()
    except (subprocess.SubprocessError, OSError) as error:
        raise BadUpload(f"这个{WORDS[kind]}打不开，可能已损坏。{todo}") from error
    if verdict:
        raise BadUpload(f"{verdict}。{todo}")

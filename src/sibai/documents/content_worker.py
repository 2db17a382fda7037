"""The process in which an upload is opened: bounded in memory and time.

`python -P -m sibai.documents.content_worker KIND` reads the file from standard input and writes what is wrong with it
in Chinese, without a full stop; nothing if it may be kept. It imports nothing but what the kind needs.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from tempfile import NamedTemporaryFile
from typing import Any

from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from sibai.batch.tables.raw import NotATable
from sibai.batch.tables.xlsx_guard import inspect

try:
    import resource
except ImportError:  # pragma: no cover - Windows has no such limits; the time limit of the parent holds there
    resource = None  # type: ignore[assignment]

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "bytes": "application/octet-stream",
}
MEMORY_BYTES = 1 << 30
CPU_SECONDS = 20
PIXELS, LONGEST_SIDE = 64_000_000, 20_000
"""An A4 page scanned at 600 dots an inch has 35 million."""
PAGES = 300
ACTIVE = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMedia", "/Rendition"})
"""Kinds of action that do something."""
SCRIPTED = frozenset({"/JS", "/JavaScript", "/AA", "/XFA"})
CARRYING = frozenset({"/EmbeddedFiles", "/EF"})
ATTACHED = frozenset({"/FileAttachment", "/RichMedia", "/Movie"})
TABLE_ROWS = 200_000


class Unfit(Exception):
    """What is wrong with the file."""


def pdf(content: bytes) -> None:
    """A PDF that opens, is not locked, is not endless, and carries no script and no file."""
    reader = PdfReader(BytesIO(content), strict=False)
    if reader.is_encrypted:
        raise Unfit("这个 PDF 设有密码，请取消密码后再上传")
    pages = len(reader.pages)
    if not pages:
        raise Unfit("这个 PDF 里一页也没有")
    if pages > PAGES:
        raise Unfit(f"这个 PDF 有{pages}页，太多了，请分成每份{PAGES}页以内")
    if any(page.mediabox is None for page in reader.pages):
        raise Unfit("这个 PDF 的页面不完整")
    for holder in _dictionaries(reader.root_object):
        _refuse_active(holder)


def _dictionaries(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """Every dictionary that a PDF can reach, each once: an action may hang on anything, and on another action."""
    waiting: list[Any] = [root]
    seen: set[tuple[int, int]] = set()
    while waiting:
        value = waiting.pop()
        if isinstance(value, IndirectObject):
            key = (value.idnum, value.generation)
            if key in seen:
                continue
            seen.add(key)
            value = value.get_object()
        if isinstance(value, DictionaryObject):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, ArrayObject):
            waiting.extend(value)


def _refuse_active(holder: DictionaryObject) -> None:
    """Unfit for scripts, programs to start, and files inside: a scan has none of them."""
    if not holder.keys().isdisjoint(SCRIPTED) or _word(holder, "/S") in ACTIVE:
        raise Unfit("这个 PDF 里带有脚本，不是扫描件，请打印后重新扫描")
    if not holder.keys().isdisjoint(CARRYING) or _word(holder, "/Subtype") in ATTACHED:
        raise Unfit("这个 PDF 里夹带了别的文件，请打印后重新扫描")


def _word(holder: DictionaryObject, key: str) -> str:
    """A value as text, wherever it stands."""
    value = holder.get(key)
    return "" if value is None else str(value.get_object())


def image(content: bytes) -> None:
    """A photo that opens to its end and is not too large; a JPEG is decoded at an eighth of its size."""
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(BytesIO(content), formats=("JPEG", "PNG", "MPO")) as picture:
        width, height = picture.size
        if width * height > PIXELS or max(width, height) > LONGEST_SIDE:
            raise Unfit(f"图片太大（{width}×{height}点），请把相机或扫描的分辨率调低")
        if picture.format == "PNG":
            picture.verify()
            return
        picture.draft("L", (width // 8, height // 8))
        picture.load()


def xlsx(content: bytes) -> None:
    """A workbook within the bounds of the guard, without macros and without things embedded."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = [member.filename.lower() for member in archive.infolist()]
    if any("vbaproject" in name or name.startswith("xl/macrosheets/") for name in names):
        raise Unfit("这个 Excel 带有宏，请另存为不带宏的 .xlsx")
    if any(name.startswith(("xl/embeddings/", "xl/activex/")) for name in names):
        raise Unfit("这个 Excel 里嵌有别的文件，请删去后另存为 .xlsx")
    with NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        if inspect(file.name).rows > TABLE_ROWS:
            raise Unfit("表格太长，请分成几个文件")


def csv(content: bytes) -> None:
    """Lines of text: nothing that could harm; its columns are judged by who reads it."""
    if content.count(b"\n") > TABLE_ROWS:
        raise Unfit("表格太长，请分成几个文件")


def alone(content: bytes) -> None:
    """Unfit for a scan that is also an archive: one file that two programs read as two things."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            inside = bool(archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return
    if inside:
        raise Unfit("这个文件里还藏着一个压缩包，请重新扫描或拍照")


def judge(kind: str, content: bytes) -> str:
    """What is wrong with the content in Chinese; empty if it may be kept."""
    judges: dict[str, Callable[[bytes], None]] = {"pdf": pdf, "jpg": image, "png": image, "xlsx": xlsx, "csv": csv}
    try:
        judges[kind](content)
        if kind in {"pdf", "jpg", "png"}:
            alone(content)
    except (Unfit, NotATable) as unfit:
        return str(unfit)
    except (UnidentifiedImageError, Image.DecompressionBombError):
        return "这张图片打不开，可能已损坏"
    except Exception:  # a parser may fail in any way on a damaged file; whichever it is, the file is not kept
        return "这个文件打不开，可能已损坏"
    return ""


def limit() -> None:
    """Bound this process before it touches the file."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    limit()
    sys.stdout.buffer.write(judge(sys.argv[1], sys.stdin.buffer.read()).encode())

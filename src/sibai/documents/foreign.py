"""What a file is by its first bytes; and what it is called if it is nothing that is kept."""

from __future__ import annotations

PDF, JPEG, PNG, ZIP, OLE = (
    b"%PDF-",
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
)
HEAD = 8192
BRAND = slice(8, 12)
HEIC = frozenset({b"heic", b"heix", b"heif", b"mif1", b"msf1", b"hevc"})
STARTS = {PDF: "pdf", JPEG: "jpg", PNG: "png"}
FOREIGN = {
    OLE: "这是旧的 Word 或 Excel 文件",
    b"RIFF": "这是 WebP 图片或音像文件",
    b"GIF8": "这是 GIF 图片",
    b"BM": "这是 BMP 图片",
    b"II*\x00": "这是 TIFF 图片",
    b"MM\x00*": "这是 TIFF 图片",
    b"MZ": "这是程序，不是扫描件",
    b"\x7fELF": "这是程序，不是扫描件",
    b"Rar!": "这是压缩包，请解压后一份一份上传",
    b"7z\xbc\xaf": "这是压缩包，请解压后一份一份上传",
}
WEB = (b"<html", b"<!doctype", b"<script", b"<svg", b"<?xml", b"<?php", b"<body", b"<table")
OFFICE = {b"word/": "这是 Word 文件，请打印、签字盖章后再扫描", b"ppt/": "这是演示文稿"}


def kind_of(content: bytes) -> str | None:
    """`pdf`, `jpg`, `png`, `xlsx`, `csv`, or None. The first byte decides: nothing may stand before the mark."""
    for start, kind in STARTS.items():
        if content.startswith(start):
            return kind
    if content.startswith(ZIP):
        return "xlsx" if b"xl/" in content else None
    return "csv" if _is_text(content) else None


def described(content: bytes) -> str:
    """What a file that is not kept is, for its refusal."""
    if content[4:8] == b"ftyp":
        return (
            "这是苹果手机的 HEIC 照片，请在手机“设置-相机-格式”里选“兼容性最佳”后重拍"
            if (content[BRAND] in HEIC)
            else "这是音像文件"
        )
    if content.startswith(ZIP):
        return next((told for part, told in OFFICE.items() if part in content), "这是压缩包，请解压后一份一份上传")
    if content[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(WEB):
        return "这是网页或程序文字，不是扫描件"
    return next((told for start, told in FOREIGN.items() if content.startswith(start)), "认不出这是什么文件")


def _is_text(content: bytes) -> bool:
    """Whether the bytes are lines of text as a table program saves them (UTF-8 or GB18030), and no page or program."""
    if b"\x00" in content or content[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(WEB):
        return False
    if b"," not in content[:HEAD] and b"\t" not in content[:HEAD]:
        return False
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return all(sign.isprintable() or sign in "\t\r\n\u3000\xa0\ufeff" for sign in text)
    return False

"""Signs that a file cannot carry: its encoding lacks them, its separator is among them, nobody sees them."""

from __future__ import annotations

import unicodedata

from sibai.payroll.bank.layout import Field, FileLayout

UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
BEGINNINGS = ("=", "+", "-", "@", "'")
"""With which Excel, where somebody looks at the file, would take a text for a formula."""

DIGITS_ONLY = {"account": "账号", "payer_account": "付款账号", "bank_code": "行号"}
ENCODING_NAMES = {"gb18030": "GB18030", "gbk": "GBK", "utf-8": "UTF-8", "utf-8-sig": "UTF-8"}


def fault_of(file: FileLayout, field: Field, text: str) -> str:
    """Why a text cannot stand in a field of this file; empty if it can."""
    if not text:
        return "空着，银行要这一项" if field.required else ""
    if field.take in DIGITS_ONLY and not (text.isascii() and text.isdigit()):
        return "应全是数字"
    return _sign_fault(file, text) or _length_fault(file, field, text)


def _sign_fault(file: FileLayout, text: str) -> str:
    unseen = "" if text.isprintable() else next((sign for sign in text if unicodedata.category(sign) in UNSEEN), "")
    if unseen:
        return f"有看不见的字符 U+{ord(unseen):04X}，请重新录入"
    if text != text.strip():
        return "前后有空格，请去掉"
    if text.startswith(BEGINNINGS):
        return f"不能以“{text[0]}”开头"
    return _separator_fault(file, text) or _encoding_fault(file, text)


def _separator_fault(file: FileLayout, text: str) -> str:
    """A separator inside a text, where it is not kept apart by quotes or cells."""
    if file.kind.is_sheet or file.quotes:
        return ""
    found = next((sign for sign in text if sign in file.separator), "")
    return f"有分隔符“{found}”（U+{ord(found):04X}），这个银行的文件写不下" if found else ""


def _encoding_fault(file: FileLayout, text: str) -> str:
    """The first sign that the encoding lacks, by its code: it may be one that no font shows."""
    if file.kind.is_sheet:
        return ""
    try:
        text.encode(file.encoding)
    except UnicodeEncodeError as error:
        sign, name = text[error.start], ENCODING_NAMES[file.encoding]
        return f"“{sign}”（U+{ord(sign):04X}）不在银行文件的编码 {name} 里，不能写入，请问银行这个字怎么报"
    return ""


def _length_fault(file: FileLayout, field: Field, text: str) -> str:
    """More signs, bytes or digits than the bank takes."""
    if field.longest and len(text) > field.longest:
        return f"有{len(text)}个字，银行最多收{field.longest}个"
    size = len(text.encode(file.encoding)) if field.bytes and not file.kind.is_sheet else 0
    if field.bytes and size > field.bytes:
        return f"有{size}个字节，银行最多收{field.bytes}个"
    return f"超过{field.width}位" if field.width and len(text) > field.width else ""

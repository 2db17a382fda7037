"""XLSX in: the first sheet, opened in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from sibai.batch.tables.faults import Faults, shortened
from sibai.batch.tables.raw import NotATable, RawTable
from sibai.batch.tables.xlsx_guard import ENCRYPTED, TOO_LARGE, column_letters

TIMEOUT_SECONDS = 600
HEAD = 8192
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_xlsx(path: str, faults: Faults, notices: list[str]) -> RawTable:
    """Text and types of the first sheet's cells. NotATable if there is none."""
    check_content(path)
    with TemporaryDirectory(prefix="sibai-") as folder:
        run_worker(path, folder)
        report = json.loads((Path(folder) / "report.json").read_text(encoding="utf-8"))
        if "refusal" in report:
            raise NotATable(report["refusal"])
        tell_strays(path, report, faults)
        frame = pl.read_ipc((Path(folder) / "cells.arrow").read_bytes())
    if report["others"]:
        notices.append(f"{path}：只读了第一张工作表，其余{report['others']}张没有读")
    headers: list[str] = report["headers"]
    columns = [frame.get_column(f"c{place}") for place in range(len(headers))]
    tags = [frame.get_column(f"t{place}") for place in range(len(headers))]
    odd = [(row, place - 1, odd_fault(error)) for row, place, error in report["odd"] if place <= len(headers)]
    return RawTable(headers, columns, range(2, frame.height + 2), tags, odd)


def tell_strays(path: str, report: dict[str, Any], faults: Faults) -> None:
    """Cells beyond the headers are faults. NotATable, at the last of them, if the sheet was too large to load."""
    if not report["width"]:
        raise NotATable("第一张工作表的第一行是空的，第一行应是列名")
    message = "这一格有内容，但第一行没有这一列的列名，请删去这一格，或补上列名"
    strays = report["strays"]
    loaded = "headers" in report
    for row, column in strays if loaded else strays[:-1]:
        faults.add(path, row, f"{column_letters(column)}列", message)
    if not loaded and strays:
        row, column = strays[-1]
        raise NotATable(message, row, f"{column_letters(column)}列")
    if not loaded:
        raise NotATable(TOO_LARGE)


def odd_fault(error: str) -> str:
    """What to do about a cell that holds an error value, or a formula that was never calculated."""
    if error:
        return f"单元格是错误值 {shortened(error)}，请改正公式或直接填写数值"
    return "公式没有计算结果，请用 Excel 或 WPS 打开，计算后保存再交"


def check_content(path: str) -> None:
    """NotATable for other kinds of files that are often named .xlsx, each with what to do about it."""
    with Path(path).open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise NotATable("文件是空的")
    if head.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in Path(path).read_bytes():
            raise NotATable(ENCRYPTED)
        raise NotATable("这是旧的 .xls 格式，只是改了扩展名，请在 Excel 或 WPS 中另存为 .xlsx")
    if not head.startswith(b"PK"):
        raise NotATable(not_a_workbook(head))


def not_a_workbook(head: bytes) -> str:
    """What a file named .xlsx is that is not even an archive."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")):
        return "这是网页（HTML），只是改了扩展名，请在 Excel 或 WPS 中打开后另存为 .xlsx"
    if start.startswith(b"<?xml"):
        return "这是 XML 表格，只是改了扩展名，请在 Excel 或 WPS 中打开后另存为 .xlsx"
    if start.startswith(b"%pdf"):
        return "这是 PDF，不是工作簿，请用原来的 Excel 文件"
    if start.startswith(b"par1"):
        return "这是 Parquet 文件，请把扩展名改为 .parquet"
    if b"\0" not in head and (b"," in head or b"\t" in head):
        return "这像是 CSV 文本，请把扩展名改为 .csv，或在 Excel 中打开后另存为 .xlsx"
    return "不是 Excel 工作簿，请在 Excel 或 WPS 中另存为 .xlsx"


def run_worker(path: str, folder: str) -> None:
    """Let the worker open the workbook. NotATable if it runs out of its bounds of memory or time."""
    command = [sys.executable, "-P", "-m", "sibai.batch.tables.xlsx_worker", str(Path(path).resolve()), folder]
    try:
        subprocess.run(  # noqa: S603 - our own interpreter and module; the path is an argument, not a command
            command,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=TIMEOUT_SECONDS,
            env={**os.environ, "POLARS_MAX_THREADS": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise NotATable(TOO_LARGE) from error
    except subprocess.CalledProcessError as error:
        raise NotATable("打不开这个工作簿：已损坏或太大，请用 Excel 或 WPS 打开后另存为新的 .xlsx") from error

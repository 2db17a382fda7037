"""Settings that cannot be: named in Chinese by `sibai`, a line each, with status 2 and no English traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from sibai.server.configured import told
from sibai.settings import Own

WRONG = {
    "idle_minutes": ("x", "要写整数"),
    "session_hours": (-3, "不能小于1"),
    "https": ("也许", "要写 true 或 false"),
    "hosts": ("x", "列表写成"),
    "limit_pages": ([1], "列表写成"),
    "home": (5, "要写一个文件夹"),
    "cipher": ("ROT13", "写法不对"),
    "database": ("mysql://root:secret@h/x", "postgresql://"),
    "no_such": (1, "没有这个设置"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_named_with_how_it_is_written_and_without_its_value(name: str) -> None:
    value, words = WRONG[name]
    with pytest.raises(ValidationError) as caught:
        Own(**{name: value})  # type: ignore[arg-type]
    (line,) = told(caught.value)
    assert line.startswith(f"设置 {name}: ")
    assert words in line
    assert "secret" not in line


def sibai(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """`sibai audit verify` in a folder of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SIBAI_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "sibai.cli", "audit", "verify"],
        cwd=folder,
        env={**kept, "PYTHONIOENCODING": "utf-8", **settings},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"idle_minutes = 30\n[[[", "sibai.toml: 第2行读不懂"),
        (b"\xff\xfe", "sibai.toml: 不是 UTF-8"),
        (b"hosts = 'x'\nidel_minutes = 5", "设置 idel_minutes: 没有这个设置"),
    ],
)
def test_a_broken_file_is_told_in_chinese(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "sibai.toml").write_bytes(content)
    done = sibai(tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    done = sibai(tmp_path, SIBAI_CONFIG=str(tmp_path / "none.toml"))
    assert (done.returncode, "找不到设置文件" in done.stderr) == (2, True)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_is_told_as_one(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    done = sibai(tmp_path, SIBAI_HOME=str(tmp_path / "taken"))
    assert done.returncode == 2
    assert "home" in done.stderr
    assert "标准输出" not in done.stderr

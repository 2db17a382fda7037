"""A public machine apart from the office, for the tests of what crosses between them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sibai.audit import heads
from sibai.db import keys
from sibai.people.actor import system
from sibai.recruitment.operations import crossing, taking
from tests.public.conftest import NOW, Visitor
from tests.recruitment.rounds import Round
from tests.web_fixtures import COUNTY


@dataclass
class Apart:
    """Both machines in one database: `there()` is the public one, with keys of its own and what the office signed."""

    settings: Any
    keys_there: Path
    visitor: Visitor
    monkeypatch: Any

    def __post_init__(self) -> None:
        self.keys_here = self.settings.KEYS
        self.office = heads.public_key()
        with self.there():
            self.machine = heads.public_key()
        self.monkeypatch.setattr(self.settings.OWN, "public_machine", self.machine)

    @contextmanager
    def there(self) -> Iterator[None]:
        self._at(self.keys_there, self.office)
        try:
            yield
        finally:
            self._at(self.keys_here, "")

    def _at(self, folder: Path, office: str) -> None:
        self.settings.KEYS = folder
        self.settings.OWN.office_key = office
        keys.forget()

    def load(self, now: Any = NOW) -> crossing.Loaded:
        """The office's notices, carried over."""
        content = crossing.export_notices(actor=system(COUNTY), now=now)
        with self.there():
            return crossing.load_notices(actor=system(""), content=content, now=now)

    def apply(self, round_id: Any, number: int = 1) -> str:
        """Somebody applies on the public machine; the receipt code."""
        with self.there():
            return self.visitor.code(self.visitor.apply(round_id, number))

    def seal(self, now: Any = NOW) -> bytes:
        """The sealed file."""
        out = io.BytesIO()
        with self.there():
            crossing.seal_file(actor=system(COUNTY), out=out, now=now)
        return out.getvalue()

    def take(self, content: bytes, now: Any = NOW) -> taking.Taken:
        """The office takes it in."""
        return taking.take_file(actor=system(COUNTY), stream=io.BytesIO(content), now=now)

    def state(self, code: str) -> str:
        """The status page on the public machine."""
        with self.there():
            return self.visitor.state(code)

    def withdraw(self, code: str) -> Any:
        """The withdrawal on the public machine."""
        with self.there():
            return self.visitor.client.post("/withdraw/", {"code": code, "sure": "on"})


@pytest.fixture
def apart(open_round: Round, visitor: Visitor, settings: Any, tmp_path: Path, monkeypatch: Any) -> Iterator[Apart]:
    """A public machine apart that has the office's notices."""
    monkeypatch.setattr(settings.OWN, "office_key", "")
    keys.forget()
    made = Apart(settings, tmp_path / "keys", visitor, monkeypatch)
    made.load()
    yield made
    keys.forget()

"""Small files that once went wrong or were made to: each always gives the same answer, quickly."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sibai.batch.tables.schema import ROSTER
from tests.batch.files import THINGS, read

CORPUS = Path(__file__).parent / "corpus"
SOUND = {
    "far-and-empty.xlsx": 1,
    "far-row.xlsx": 1,
    "gb18030.csv": 1,
    "mac-line-ends.csv": 2,
    "not-a-number.xlsx": 1,
    "rows-without-numbers.xlsx": 2,
}
"""Files that are odd and yet right, with their numbers of rows."""

PLACES = {
    "far-cell.xlsx": "1048576: XFD列: ",
    "formula-without-result.xlsx": "2: code: ",
    "error-value.xlsx": "2: code: ",
    "nul.csv": "2: note: ",
    "ragged.csv": "2: 整行: ",
    "twice.csv": "1: code: ",
    "unknown-encoding.csv": "2: 整行: ",
    "nan.parquet": "2: amount: ",
}
"""Where the first fault stands, if not in row 1 of the file as a whole."""


SCHEMAS = {"negative-page-count.parquet": ROSTER}
"""Files whose broken column is one of another table."""


@pytest.mark.parametrize("path", sorted(CORPUS.iterdir()), ids=lambda path: path.name)
def test_a_file_of_the_corpus_is_read_or_its_faults_told(path: Path) -> None:
    begun = time.process_time()
    outcome = read(path, SCHEMAS.get(path.name, THINGS))
    assert time.process_time() - begun < 5
    if path.name in SOUND:
        assert outcome.faults == []
        assert outcome.frame.height == SOUND[path.name]
    else:
        assert outcome.faults[0].startswith(PLACES.get(path.name, ""))

"""The server is killed in the middle of writes: no half act, the log whole, every form carried out exactly once."""

from __future__ import annotations

import re
import sys
import urllib.parse

from tests.browser.visitor import Visitor
from tests.faults.killing import Killing, fewer, grown, kills
from tests.faults.writers import accounts, applicants, decisions, photos


def test_what_was_answered_is_there_and_every_form_is_carried_out_once(killing: Killing) -> None:
    killing.writer("cun", f"{round_of(killing, 'cun')}enter/", applicants(), holding="id_number")
    killing.writer("guanli", "/accounts/new/", accounts(), holding="account")
    killing.writer("xian", "/rulebook/decide/public_notice_days/", decisions(), holding="start")
    killing.run(kills())
    told, now = killing.told, killing.counter.ask("count")
    tell(killing)
    assert told.wrong == []
    assert told.in_a_write * 2 > told.kills
    rows = grown(killing.before, now, ("people.Person", "recruitment.Application", "people.User", "people.Holding"))
    entered, made, _ = (len(writer.acknowledged) for writer in killing.writers)
    assert rows == {
        "people.Person": entered,
        "recruitment.Application": entered,
        "people.User": made,
        "people.Holding": made,
    }


def test_no_row_is_without_its_file_and_files_without_a_row_are_swept(killing: Killing) -> None:
    papers = f"{round_of(killing, 'cun')}?tab=papers"
    decision = prepared(killing)
    for kind in ("notice", "public_notice"):
        killing.writer("cun", papers, photos(), to=f"{papers.partition('?')[0]}scan/{kind}/")
    killing.writer("xian", decision, photos(), to=f"{decision}attach/")
    killing.run(fewer())
    tell(killing)
    assert killing.told.wrong == []
    left = killing.counter.ask("count")["strays"]
    assert killing.counter.ask("sweep") == {"swept": len(left), "lost": [], "strays": []}
    assert killing.counter.ask("count")["whole"]


def tell(killing: Killing) -> None:
    """What happened, for whoever reads along."""
    forms = sum(len(writer.acknowledged) for writer in killing.writers)
    sys.stdout.write(f"{killing.told}; {forms} forms carried out\n")


def prepared(killing: Killing) -> str:
    """The page of a decision that waits."""
    visitor = Visitor(killing.site.url)
    visitor.sign_in("xian")
    answer = visitor.send("/rulebook/decide/public_notice_days/", "start", **next(decisions()))
    assert "/decision/" in answer.url, answer.text[-1000:]
    return urllib.parse.urlsplit(answer.url).path


def round_of(killing: Killing, account: str) -> str:
    """The page of the one round that a village's user sees."""
    visitor = Visitor(killing.site.url)
    visitor.sign_in(account)
    found = re.search(r"/recruitment/[0-9a-f-]{36}/", visitor.open("/recruitment/").text)
    assert found, "no round in the list"
    return found[0]

"""Nothing personal stands in the program's logs, in addresses, or in the clear in the database."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models
from django.urls import reverse

from sibai.audit.acts import registry
from sibai.audit.models import Entry
from sibai.measure import LAW
from sibai.people.models import Person
from sibai.people.operations.persons import register
from sibai.people.queries import notices
from sibai.people.queries.persons import MAY_REVEAL
from tests.demo_homes import on_postgres, shared, with_tables
from tests.people.invented import person_in
from tests.people.loud import REASON, SECRETS, SOMEONE, busy
from tests.web_fixtures import MAOPING, NOW, TODAY, villages_of

ROOT = Path(__file__).parents[2]
VERSIONS = [each.version for each in notices.notices()]
"""The shipped versions of the notice, the oldest first."""


def text_of(version: str) -> notices.Notice:
    found = notices.notice(version)
    assert found
    return found


@pytest.fixture
def person(county: Any) -> Person:
    return person_in(villages_of(MAOPING)[0])


def test_the_program_prints_nothing_of_a_person(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    if not on_postgres():
        shutil.copytree(with_tables(shared(tmp_path_factory)), tmp_path, dirs_exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.people.loud"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "SIBAI_HOME": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    written = (done.stdout + done.stderr).decode()
    assert done.returncode == 0, written
    assert "statuses [200, 302, 422, 422, 302, 200, 404, 404, 400, 422, 404] 500" in written
    assert "ERROR sibai ValueError at" in written
    for secret in SECRETS:
        assert secret not in written


def test_the_loggers_that_would_tell_what_people_typed_are_off(settings: Any) -> None:
    """Without any handler a logger would still write to standard error: the last resort of Python."""
    for name in ("django.request", "django.security", "axes"):
        assert settings.LOGGING["loggers"][name] == {"handlers": ["nowhere"], "propagate": False}
    assert settings.LOGGING["handlers"]["nowhere"] == {"class": "logging.NullHandler"}
    assert settings.LOGGING["root"]["level"] == "WARNING"


def test_refused_attempts_keep_no_numbers_in_the_log(person: Person, client_of: Any, actor_of: Any) -> None:
    busy(client_of("town", MAOPING), person)
    for entry in Entry.objects.all():
        for secret in [*SECRETS, REASON]:
            assert secret not in str(entry.fields())


def test_the_database_holds_no_number_in_the_clear(person: Person) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_person")
        stored = str(cursor.fetchall())
    for secret in (SOMEONE.id_number, SOMEONE.phone, SOMEONE.card, SOMEONE.address):
        assert secret not in stored


def test_the_same_value_is_sealed_otherwise_each_time(person: Person) -> None:
    def raw() -> str:
        cast = models.functions.Cast("phone", models.TextField())
        return str(Person.objects.annotate(raw=cast).values_list("raw", flat=True).get())

    before = raw()
    person.save()
    assert raw() != before


def test_registering_twice_at_once_tells_nothing_of_the_other(person: Person, actor_of: Any) -> None:
    village = villages_of(MAOPING)[1]
    with pytest.raises(Exception, match="请联系镇上") as refusal:
        register(actor_of("village", village.code), village=village, facts=SOMEONE.facts(name="李四"), now=NOW)
    assert SOMEONE.name not in str(refusal.value)


def test_the_notice_in_force_is_the_latest_and_its_page_opens(county: Any, client_of: Any) -> None:
    shown = notices.current(TODAY)
    assert shown.version == "2026-01"
    page = client_of("coordinator", villages_of(MAOPING)[0].code).get(reverse("people:notice", args=[shown.version]))
    assert page.status_code == 200
    for section in shown.sections:
        assert section.heading in page.content.decode()
    assert client_of("village", MAOPING).get(reverse("people:notice", args=["1999-01"])).status_code == 404


@pytest.mark.parametrize("version", VERSIONS)
def test_the_notice_says_what_articles_17_and_30_ask_for(version: str) -> None:
    headings = [section.heading for section in text_of(version).sections]
    for asked in ("谁在收集", "收集什么、做什么用", "为什么必须收集敏感信息", "保存多久", "您的权利", "联系谁"):
        assert asked in headings


@pytest.mark.parametrize("version", VERSIONS)
def test_the_periods_of_the_notice_are_those_of_the_parameters(version: str) -> None:
    text = "".join(line for section in text_of(version).sections for line in section.paragraphs)
    law = LAW.on(text_of(version).start)
    for name, said in (
        ("keep_application", "选聘结束后{}个月"),
        ("keep_contract", "终止后{}个月"),
        ("keep_wage_record", "发放后{}个月"),
        ("keep_voucher", "会计凭证：{}年"),
        ("data_request_days", "{}个工作日内答复"),
    ):
        assert said.format(law[name].value) in text, name


def test_the_notice_tells_of_full_values_what_the_rights_allow() -> None:
    lines = {line.split("：")[0]: line for section in text_of(VERSIONS[-1]).sections for line in section.paragraphs}
    offices, company = lines["村（社区）、镇、县人社局的经办和领导，审计人员"], lines["派活儿公司"]
    told = {"village", "town", "county_clerk", "county_leader", "auditor", "coordinator"}
    assert all(MAY_REVEAL[field] == told for field in ("id_number", "phone", "address"))
    assert MAY_REVEAL["card"] == told | {"company_clerk"}
    assert "要看全文的，先写明事由" in offices
    assert "经办人为代发工资可以看银行账号全文" in company
    assert "看不到身份证号、手机号、住址的全文；出纳和审批人都只看到一部分" in company
    seen = registry().routes["people:person"]
    assert "finance" not in seen
    assert "administrator" not in seen
    assert "都只看到一部分" in lines["县乡村振兴局"]


def test_a_notice_given_is_kept_with_version_and_moment(county: Any) -> None:
    person = person_in(villages_of(MAOPING)[0], 3, notice_version="2026-01")
    assert (person.notice_version, person.noticed_at) == ("2026-01", NOW)


def test_a_county_lays_its_own_notice_over_the_shipped_one(settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path
    (tmp_path / "notices").mkdir()
    own = 'version = "2026-05"\nfrom = 2026-05-01\ntitle = "本县的"\n[[sections]]\nheading = "甲"\ntext = "乙"\n'
    (tmp_path / "notices" / "own.toml").write_text(own, encoding="utf-8")
    assert notices.current(TODAY).title == "本县的"
    assert notices.notice("2026-01") is not None

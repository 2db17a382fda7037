"""Organisations are dated: who they were on a day, who took over, and who the employer is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from sibai.audit.models import Entry, EntryText
from sibai.audit.refusals import Forbidden, Overtaken
from sibai.people.actor import Actor
from sibai.places.credit_code import BadCreditCode
from sibai.places.models import Organisation, OrganisationRecord, Place
from sibai.places.operations import organisations
from sibai.places.operations.organisations import BadRecord, Facts, NotHere
from sibai.places.queries.parties import NotRecorded, organisation_on, party, party_of, record_on
from tests.places.test_credit_code import invented
from tests.web_fixtures import COUNTY, MAOPING, NOW, TODAY, villages_of

ActorOf = Callable[..., Actor]
START, CHANGED = date(2022, 6, 10), date(2026, 1, 1)
FACTS = Facts("白河县测试劳务有限公司", invented(), "甲乙", "茅坪镇街道1号", "测试银行", "9991 2345 6789")


def company() -> Organisation:
    return Organisation.objects.get(kind="agent_company")


def last(organisation: Organisation) -> OrganisationRecord:
    return organisation.records.get(end__isnull=True)


def changed(actor: Actor, facts: Facts = FACTS, **given: Any) -> OrganisationRecord:
    organisation = given.pop("organisation", None) or company()
    given = {"was": last(organisation).pk, "start": CHANGED, "document": "变更通知", "now": NOW, **given}
    return organisations.change(actor=actor, organisation=organisation, facts=facts, **given)


def ended(actor: Actor, organisation: Organisation, **given: Any) -> Organisation | None:
    defaults = {
        "last_day": date(2026, 4, 30),
        "successor": None,
        "new_name": "",
        "document": "机构改革方案",
        "now": NOW,
    }
    return organisations.end(actor=actor, organisation=organisation, **{**defaults, **given})


def test_a_new_county_has_the_organisations_of_the_measure(county: Place) -> None:
    names = set(OrganisationRecord.objects.filter(organisation__place=COUNTY).values_list("name", flat=True))
    assert names == {
        "白河县人力资源和社会保障局",
        "白河县乡村振兴局",
        "白河县财政局",
        "县派活儿劳务服务有限公司",
    }
    assert party_of("town_government", MAOPING, TODAY).name == "茅坪镇人民政府"
    assert Organisation.objects.count() == 4 + 11 + 122


def test_a_change_holds_from_its_day_and_the_account_is_sealed(actor_of: ActorOf) -> None:
    made = changed(actor_of("county_clerk"))
    assert made.account == "999123456789"
    before, after = (record_on(company(), day) for day in (CHANGED - timedelta(days=1), CHANGED))
    assert before is not None
    assert after is not None
    assert (before.name, after.name) == ("县派活儿劳务服务有限公司", FACTS.name)
    raw = OrganisationRecord.objects.filter(pk=made.pk).extra(select={"raw": "account"}).values_list("raw")
    assert "999123" not in str(raw[0])
    entry = Entry.objects.latest("seq")
    assert "银行账号" in entry.facts["changed"]
    assert "999123" not in str(entry.fields())
    assert "甲乙" not in str(entry.fields())
    assert EntryText.objects.get(entry=entry).text == "甲乙"


def test_a_correction_from_the_same_day_replaces_without_erasing(actor_of: ActorOf) -> None:
    changed(actor_of("county_clerk"), start=START)
    record = record_on(company(), START)
    assert record is not None
    assert record.name == FACTS.name
    assert company().records.count() == 2


def test_the_account_stays_where_none_is_given(actor_of: ActorOf) -> None:
    actor = actor_of("county_leader")
    changed(actor)
    made = changed(actor, Facts(FACTS.name, FACTS.credit_code, "丙丁", FACTS.address, FACTS.bank), start=TODAY)
    assert (made.account, made.legal_representative) == ("999123456789", "丙丁")
    assert Entry.objects.latest("seq").facts["changed"] == ["法定代表人（负责人）"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (Facts(""), "name"),
        (Facts("某公司", "916109990000000A00"), "credit_code"),
        (Facts("某公司", bank="某行", account="12ab"), "account"),
        (Facts("某公司", account="123456789"), "bank"),
    ],
)
def test_a_record_that_cannot_be_right_is_refused(facts: Facts, field: str, actor_of: ActorOf) -> None:
    with pytest.raises((BadRecord, BadCreditCode)) as refused:
        changed(actor_of("county_clerk"), facts)
    assert refused.value.field == field


def test_one_code_belongs_to_one_organisation(actor_of: ActorOf) -> None:
    actor = actor_of("county_clerk")
    changed(actor)
    other = Organisation.objects.get(kind="town_government", place=MAOPING)
    with pytest.raises(BadRecord, match="已登记给"):
        changed(actor, organisation=other)


def test_nothing_new_too_early_and_overtaken_are_told(actor_of: ActorOf) -> None:
    actor = actor_of("county_clerk")
    was = last(company()).pk
    with pytest.raises(BadRecord, match="没有要改的"):
        changed(actor, Facts("县派活儿劳务服务有限公司"))
    with pytest.raises(BadRecord, match="不能更早"):
        changed(actor, start=START - timedelta(days=1))
    changed(actor)
    with pytest.raises(Overtaken):
        changed(actor, was=was)
    with pytest.raises(Forbidden):
        changed(actor_of("company_clerk"))


def test_an_organisation_is_set_up_where_its_kind_stands(actor_of: ActorOf) -> None:
    actor, village = actor_of("county_clerk"), villages_of(MAOPING)[0]
    given = {"facts": Facts("大山村村民委员会"), "start": CHANGED, "document": "文件", "now": NOW}
    made = organisations.add(actor=actor, kind="village_committee", place=village, **given)
    assert party_of("village_committee", village.code, TODAY).organisation_id == made.pk
    for kind, place in (
        ("village_committee", village),
        ("village_company", Place.objects.get(pk=MAOPING)),
        ("hr_bureau", village),
    ):
        with pytest.raises(NotHere):
            organisations.add(actor=actor, kind=kind, place=place, **given)


def test_a_bureau_ends_with_a_successor_that_stands_in_for_it(actor_of: ActorOf) -> None:
    actor = actor_of("county_leader")
    bureau = Organisation.objects.get(kind="revitalisation_bureau")
    with pytest.raises(BadRecord, match="承接"):
        ended(actor, bureau)
    made = ended(actor, bureau, new_name="白河县农业农村局")
    assert party_of("revitalisation_bureau", COUNTY, date(2026, 4, 30)).name == "白河县乡村振兴局"
    assert party_of("revitalisation_bureau", COUNTY, date(2026, 5, 1)).name == "白河县农业农村局"
    assert made is not None
    with pytest.raises(Overtaken):
        ended(actor, Organisation.objects.get(pk=bureau.pk), new_name="又一个局")
    hr = Organisation.objects.get(kind="hr_bureau")
    ended(actor, made, last_day=date(2026, 5, 10), successor=hr)
    assert organisation_on("revitalisation_bureau", COUNTY, TODAY) == hr
    assert Entry.objects.latest("seq").facts["successor"] == "白河县人力资源和社会保障局"


def test_a_successor_is_another_that_still_exists(actor_of: ActorOf) -> None:
    actor, one = actor_of("county_clerk"), company()
    other = Organisation.objects.get(kind="finance_bureau")
    for given in (
        {"successor": one},
        {"successor": other, "new_name": "新公司"},
        {"successor": other, "last_day": START - timedelta(days=1)},
    ):
        with pytest.raises(BadRecord):
            ended(actor, one, **given)
    village_company = Organisation.objects.get(kind="village_company", place=villages_of(MAOPING)[0])
    assert ended(actor, village_company) is None


@pytest.mark.parametrize(
    ("employer", "name"),
    [
        ("village_company", "劳务帮扶服务公司"),
        ("town", "茅坪镇人民政府"),
        ("agent_company", "县派活儿劳务服务有限公司"),
    ],
)
def test_the_reading_says_who_the_employer_is(employer: str, name: str, county: Place) -> None:
    village = villages_of(MAOPING)[0]
    found = party(employer, village.code, TODAY)
    assert found.name.endswith(name)
    assert found.lacking == ["统一社会信用代码", "法定代表人（负责人）", "住所"]


def test_a_missing_organisation_says_where_it_is_entered(actor_of: ActorOf) -> None:
    village = villages_of(MAOPING)[0]
    ended(actor_of("county_clerk"), Organisation.objects.get(kind="village_company", place=village))
    with pytest.raises(NotRecorded, match=f"{village.short_name}页面登记机构"):
        party("village_company", village.code, TODAY)
    with pytest.raises(NotRecorded):
        party("agent_company", village.code, date(2020, 1, 1))

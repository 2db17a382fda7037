"""The pages of places and organisations: what is in scope, what each act does and says."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from sibai.audit.models import Entry
from sibai.places.models import Organisation, OrganisationRecord, Place
from tests.places.test_credit_code import invented
from tests.web_fixtures import COUNTY, LENGSHUI, MAOPING, villages_of

ClientOf = Callable[..., Client]
FILLED = {
    "name": "白河县测试劳务有限公司",
    "credit_code": invented(),
    "legal_representative": "甲乙丙",
    "bank": "测试银行",
    "account": "9999 1234 5678",
    "start": "2022-06-10",
    "document": "登记证书",
}


def company() -> Organisation:
    return Organisation.objects.get(kind="agent_company")


def posted(client: Client, url: str, **given: Any) -> Any:
    """Send a form as its page was opened."""
    form = client.get(url).context["form"]
    hidden = {field.name: field.value() for field in form.hidden_fields()}
    return client.post(url, {**hidden, **given})


def test_the_tree_shows_what_is_in_scope(client_of: ClientOf) -> None:
    village, other = villages_of(MAOPING)[0], villages_of(LENGSHUI)[0]
    county = client_of("county_clerk").get("/places/").content.decode()
    assert "11 个镇，122 个村（社区）" in county
    assert other.code in county
    town = client_of("town", MAOPING).get("/places/").content.decode()
    assert village.code in town
    assert other.code not in town
    own = client_of("village", village.code).get("/places/").content.decode()
    assert "1 个村（社区）" in own
    assert villages_of(MAOPING)[1].code not in own


def test_what_lies_outside_does_not_exist(client_of: ClientOf) -> None:
    client = client_of("town", MAOPING)
    other = villages_of(LENGSHUI)[0]
    assert client.get(f"/places/{other.code}/").status_code == 404
    assert client.get(f"/places/{COUNTY}/").status_code == 404
    assert client.get(f"/places/organisations/{company().pk}/").status_code == 404
    assert client.get(f"/places/{villages_of(MAOPING)[0].code}/").status_code == 200
    for wrong in ("1", "a" * 200, "%20", "610929104%00"):
        assert client.get(f"/places/{wrong}/").status_code in {400, 404}


def test_who_only_reads_is_offered_no_act(client_of: ClientOf) -> None:
    code = villages_of(MAOPING)[0].code
    text = client_of("auditor").get(f"/places/{code}/").content.decode()
    assert "改名" not in text
    assert client_of("town", MAOPING).get(f"/places/{code}/rename/").status_code == 403
    assert "改名" in client_of("county_leader").get(f"/places/{code}/").content.decode()


def test_a_place_is_renamed_on_its_page(client_of: ClientOf) -> None:
    place, client = villages_of(MAOPING)[0], client_of("county_clerk")
    url = f"/places/{place.code}/rename/"
    answer = posted(client, url, name="新合村委会", start="2026-05-01", document="白政发〔2026〕1号")
    assert answer.url == f"/places/{place.code}/"
    page = client.get(answer.url).content.decode()
    assert "<h1>新合村委会</h1>" in page
    assert f"把{place.name}改名为新合村委会" in page
    wrong = posted(client, url, name="新合村委会", start="2026-05-01", document="文件")
    assert wrong.status_code == 422
    assert "没有要改的" in wrong.content.decode()


@pytest.mark.parametrize("start", ["", "1-1-1", "2026-13-01", "99999-01-01", "0001-01-01", "3000-01-01"])
def test_wrong_days_are_told_beside_the_field(start: str, client_of: ClientOf) -> None:
    url = f"/places/{villages_of(MAOPING)[0].code}/rename/"
    answer = posted(client_of("county_clerk"), url, name="新合村委会", start=start, document="文件")
    assert answer.status_code == 422
    assert answer.context["form"].errors["start"]


def test_a_change_of_an_organisation_is_recorded_and_the_account_masked(client_of: ClientOf) -> None:
    client, url = client_of("county_clerk"), f"/places/organisations/{company().pk}/"
    assert "还缺资料" in client.get(url).content.decode()
    assert posted(client, url + "change/", **FILLED).url == url
    page = client.get(url).content.decode()
    assert "****5678" in page
    assert "99991234" not in page
    assert "还缺资料" not in page
    form = client.get(url + "change/")
    assert "99991234" not in form.content.decode()
    again = posted(client, url + "change/", **{**FILLED, "account": "", "legal_representative": "丁"})
    assert again.url == url
    assert OrganisationRecord.objects.get(organisation=company(), end__isnull=True).account == "999912345678"


def test_the_same_form_sent_twice_is_done_once(client_of: ClientOf) -> None:
    client, url = client_of("county_clerk"), f"/places/organisations/{company().pk}/change/"
    form = client.get(url).context["form"]
    sent = {**FILLED, "was": form.initial["was"], "command": form.initial["command"]}
    assert [client.post(url, sent).status_code for _ in range(2)] == [302, 302]
    assert company().records.count() == 2
    other = client.post(url, {**sent, "command": "b" * 32})
    assert other.status_code == 409
    assert "已由别人改过" in other.content.decode()


def test_a_wrong_credit_code_is_told_beside_the_field(client_of: ClientOf) -> None:
    url = f"/places/organisations/{company().pk}/change/"
    answer = posted(client_of("county_clerk"), url, **{**FILLED, "credit_code": FILLED["credit_code"][:-1] + "I"})
    assert "credit_code" in answer.context["form"].errors


def test_an_organisation_is_set_up_and_ended(client_of: ClientOf) -> None:
    client, code = client_of("county_leader"), villages_of(MAOPING)[0].code
    answer = posted(client, f"/places/{code}/organisation/", **{**FILLED, "kind": "village_committee", "account": ""})
    assert answer.status_code == 302
    end = posted(client, answer.url + "end/", last_day="2026-04-30", document="文件")
    assert end.url == answer.url
    assert "已终止" in client.get(answer.url).content.decode()
    bureau = Organisation.objects.get(kind="revitalisation_bureau")
    url = f"/places/organisations/{bureau.pk}/"
    assert posted(client, url + "end/", last_day="2026-04-30", document="文件").status_code == 422
    posted(client, url + "end/", last_day="2026-04-30", document="文件", new_name="白河县农业农村局")
    assert "白河县农业农村局" in client.get(url).content.decode()


def test_organisations_are_searched_filtered_and_exported(client_of: ClientOf) -> None:
    client = client_of("county_clerk")
    posted(client, f"/places/organisations/{company().pk}/change/", **FILLED)
    for query, count in (("kind=town_government", 11), ("state=lacking", 136), (f"q={invented()}", 1), ("q=茅坪镇", 1)):
        assert client.get(f"/places/organisations/?{query}").context["listing"]["pager"]["total"] == count, query
    answer = client.get("/places/organisations/export/?kind=agent_company")
    cells = [cell.value for row in load_workbook(BytesIO(answer.content)).active.iter_rows() for cell in row]
    assert FILLED["name"] in cells
    assert "999912345678" not in str(cells)
    assert Entry.objects.latest("seq").facts == {"count": 1}


@pytest.mark.parametrize(
    "path", ["/places/", "/places/organisations/", f"/places/{COUNTY}/", f"/places/{MAOPING}/", "ORGANISATION"]
)
def test_pages_ask_the_database_a_dozen_times_at_most(
    path: str, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    client = client_of("county_clerk")
    path = path.replace("ORGANISATION", f"/places/organisations/{company().pk}/")
    with django_assert_max_num_queries(12):
        assert client.get(path).status_code == 200


def test_the_page_of_a_place_that_ended_offers_nothing(client_of: ClientOf) -> None:
    place = villages_of(MAOPING)[0]
    Place.objects.filter(pk=place.pk).update(end="2026-01-01")
    client = client_of("county_clerk")
    text = client.get(f"/places/{place.code}/").content.decode()
    assert "已撤销" in text
    assert "改名" not in text
    assert client.get(f"/places/{place.code}/merge/").status_code == 404

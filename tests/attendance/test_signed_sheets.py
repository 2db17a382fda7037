"""The scan of a village's signed sheet: handed in by the village, missed by the town and the county."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from sibai.attendance.models import Sheet
from sibai.audit.models import Entry
from sibai.documents.models import Paper, StoredFile
from tests.attendance.made import MAY, reported, stint_in, village
from tests.attendance.test_pages import at
from tests.casework.made import scan
from tests.employment.test_pages import within_budget
from tests.web_fixtures import COUNTY, MAOPING, NOW

pytestmark = pytest.mark.usefixtures("at_ten")
MISSING = "缺签字的纸质表"


@pytest.fixture
def sheet(county: Any) -> Sheet:
    """The reported sheet of a village's May."""
    stint_in()
    reported(village(), MAY, NOW, 0)
    return Sheet.objects.get()


def attach(sheet: Sheet) -> str:
    return reverse("attendance:attach", args=["sheet", sheet.pk])


def test_town_and_county_see_which_villages_lack_it_until_it_is_there(client_of: Any, sheet: Sheet) -> None:
    clerk, town, county = client_of("village", sheet.village_id), client_of("town", MAOPING), client_of("county_clerk")
    own = within_budget(clerk, at("place", sheet.village_id)).content.decode()
    assert "签字的纸质考勤表" in own
    assert attach(sheet) in own
    assert MISSING in within_budget(town, at("place", MAOPING)).content.decode()
    rows = within_budget(county, at("place", COUNTY)).context["shown"].listing["rows"]
    assert [row["cells"][4] for row in rows if row["cells"][0] == "茅坪镇"] == [1]
    assert clerk.post(attach(sheet), {"file": scan()}).status_code == 302
    assert Paper.objects.get().kind == "signed_sheet"
    assert Entry.objects.get(action="attendance.attach").outcome == "done"
    assert MISSING not in town.get(at("place", MAOPING)).content.decode()
    rows = county.get(at("place", COUNTY)).context["shown"].listing["rows"]
    assert [row["cells"][2:5] for row in rows if row["cells"][0] == "茅坪镇"] == [[1, 1, None]]
    sheet.refresh_from_db()
    assert sheet.state == "submitted"


def test_only_who_keeps_the_month_hands_it_in_and_reads_it(client_of: Any, sheet: Sheet) -> None:
    other = client_of("village", village(1).pk)
    assert other.post(attach(sheet), {"file": scan()}).status_code == 404
    mine = client_of("coordinator", sheet.village_id, person=sheet.lines.get().person)
    assert mine.post(attach(sheet), {"file": scan()}).status_code == 404
    assert client_of("county_clerk").post(attach(sheet), {"file": scan()}).status_code == 403
    client_of("village", sheet.village_id).post(attach(sheet), {"file": scan()})
    file = reverse("documents:file", args=[StoredFile.objects.get(kind="signed_sheet").pk])
    for role, status in (("county_clerk", 200), ("company_clerk", 200), ("auditor", 200), ("revitalisation", 404)):
        assert client_of(role).get(file).status_code == status, role


def test_a_file_that_is_no_scan_is_refused_on_the_page(client_of: Any, sheet: Sheet) -> None:
    clerk = client_of("village", sheet.village_id)
    shown = clerk.post(attach(sheet), {"file": b""}, follow=True).content.decode()
    assert "签字的纸质考勤表：" in shown
    assert not Paper.objects.exists()

"""What the room's tests stand on: coordinators on post, rounds ready to sign, made as short as possible."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sibai.employment.models import Contract, Stint
from sibai.employment.operations.posts import open_stint
from sibai.people.actor import system
from sibai.places.models import Place
from sibai.recruitment.models import Application, Selection
from sibai.recruitment.operations.vacancies import open_vacancy
from tests.people.invented import person_in
from tests.web_fixtures import COUNTY, NOW, TODAY


def moment(day: date) -> datetime:
    """Ten in the morning of a day, in Baihe."""
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def ready_round(village: Place, number: int = 1, opened_on: date = date(2026, 4, 1), **others: Any) -> Selection:
    """A round whose chosen person has passed the training."""
    vacancy = open_vacancy(village=village, opened_on=opened_on, cause="never", now=NOW)
    rounds = Selection.objects.filter(vacancy=vacancy).count()
    selection = Selection.objects.create(vacancy=vacancy, number=rounds + 1, state="to_sign", started_at=NOW)
    person = person_in(village, number, **others)
    application = Application.objects.create(
        selection=selection,
        number=1,
        state="admitted",
        source="paper",
        applied_at=NOW,
        person=person,
        id_index=person.id_index,
        entered_at=NOW,
        education="高中",
    )
    selection.chosen = application
    selection.save()
    return selection


def on_post(
    village: Place,
    number: int = 1,
    start: date = date(2025, 7, 1),
    end: date | None = None,
    contract_end: date | None = date(2026, 6, 30),
    today: date = TODAY,
    **others: Any,
) -> Stint:
    """A coordinator on post, with a labour contract on file."""
    person = person_in(village, number, **others)
    stint = open_stint(
        actor=system(COUNTY),
        person=person,
        village=village,
        start=start,
        end=end,
        source="roster",
        now=NOW,
        today=today,
    )
    if contract_end:
        contract_of(stint, contract_end)
    return stint


def contract_of(stint: Stint, end: date, **others: Any) -> Contract:
    """A labour contract on file."""
    given: dict[str, Any] = {"state": "filed", "signed_on": stint.start, "start": stint.start, **others}
    return Contract.objects.create(
        kind=Contract.LABOUR,
        person_id=stint.person_id,
        village=stint.village,
        stint=stint,
        end=end,
        party="测试村劳务帮扶服务公司",
        prepared_at=NOW,
        **given,
    )


def again(row: Any) -> Any:
    """A row as the database has it now."""
    return type(row).objects.get(pk=row.pk)

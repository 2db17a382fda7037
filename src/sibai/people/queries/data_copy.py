"""Everything that is held about one person, in full, for that person: own columns, the log, what other rooms hold."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.conf import settings

from sibai.audit.queries import about_person
from sibai.documents.models import StoredFile
from sibai.people.holders import holders
from sibai.people.models import Person
from sibai.people.queries.person_page import told
from sibai.people.queries.persons import CATEGORIES, SEALED

LOG_LINES = 1000


def copy_of(person: Person) -> list[tuple[str, str, str]]:
    """Rows of part, label and value; blank values are left out."""
    rows = [("基本信息", label, value) for label, value in _own(person)]
    rows += [("附件", file.kind, file.name) for file in _files(person)]
    for holder in holders():
        rows += [(part, label, value) for part, told_rows in holder.told(person.pk) for label, value in told_rows]
    zone = ZoneInfo(settings.TIME_ZONE)
    for line in told(about_person(person.pk, LOG_LINES)):
        rows.append(
            ("谁看过、办过", f"{line['at'].astimezone(zone):%Y-%m-%d %H:%M}", f"{line['who']}{line['sentence']}")
        )
    return [row for row in rows if row[2]]


def _own(person: Person) -> Iterator[tuple[str, str]]:
    """The columns of the person."""
    yield "编号", person.code
    yield "姓名", person.name
    yield "性别", person.sex
    yield "出生日期", person.birth_date.isoformat() if person.birth_date else ""
    for field, label in SEALED.items():
        yield label, str(getattr(person, field))
    yield "文化程度", person.education
    yield "村（社区）", person.village.name
    yield "人员类别", "、".join(label for field, label in CATEGORIES.items() if getattr(person, field))
    yield "告知书", person.notice_version


def _files(person: Person) -> list[StoredFile]:
    return list(StoredFile.objects.filter(person=person.pk, erased_at=None).order_by("kept_at", "pk"))

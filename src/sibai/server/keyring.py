"""Whether the folder of keys is the one that this database was written with: asked before the site opens.

With another folder nothing would stop: a new key would be made, nobody found by number, and what comes in sealed with
a key that the backup does not have.
"""

from __future__ import annotations

from django.conf import settings

from sibai.audit.models import EntryText
from sibai.db import keys
from sibai.db.sealed import Unreadable
from sibai.people.models import Person
from sibai.people.queries.persons import index_of

NEEDED = "index.key"


def misfit() -> str:
    """Why the keys do not fit the database, in Chinese; blank where they do, or nothing is sealed yet."""
    if settings.OWN.lost_keys:
        return ""
    sealed = EntryText.objects.exists() or Person.objects.exclude(id_index="").exists()
    if sealed and not (keys.numbers() and (keys.folder() / NEEDED).exists()):
        return _told("里没有密钥")
    try:
        EntryText.objects.order_by("-pk").first()
        person = Person.objects.exclude(id_index="").order_by("pk").first()
    except Unreadable:
        return _told("里的密钥打不开数据库里的信息")
    if person and index_of("id_number", person.id_number) != person.id_index:
        return _told(f"里的 {NEEDED} 不是这个数据库的")
    return ""


def _told(what: str) -> str:
    return f"密钥目录 {keys.folder()} {what}，没有办。看看 home、keys 的设置，或放回和这个数据库一起备份的密钥目录。"

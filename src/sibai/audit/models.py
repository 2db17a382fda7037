"""The tables of the log. Triggers on both engines refuse to change or delete an entry (migration 0002)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from sibai.audit import chain
from sibai.db.fields import EncryptedText
from sibai.db.querysets import ScopedQuerySet

HASH, SIGNATURE = 64, 128


class Entry(models.Model):
    """One act, refused attempt, reveal or export. No personal data stand in it: texts are kept beside it, sealed."""

    SCOPE = "place"
    PERSON_SCOPE = "person"

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    user = models.UUIDField(null=True, db_index=True)
    account = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=12, blank=True, db_index=True)
    on_behalf_of = models.UUIDField(null=True)
    address = models.CharField(max_length=45, blank=True)
    action = models.CharField(max_length=60, db_index=True)
    outcome = models.CharField(max_length=10, choices=[("done", "办成"), ("refused", "未准")])
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    object_label = models.CharField(max_length=200, blank=True)
    person = models.UUIDField(null=True, db_index=True)
    facts = models.JSONField(default=dict)
    commitments = models.JSONField(default=dict)
    command = models.CharField(max_length=80, null=True, unique=True)
    prev = models.CharField(max_length=HASH)
    hash = models.CharField(max_length=HASH)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        """Found by what they are about."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["object_type", "object_id"])]

    def fields(self) -> dict[str, object]:
        """What the hash covers, as the chain writes it."""
        made: dict[str, object] = {name: getattr(self, name) for name in chain.FIELDS}
        made["at"] = chain.moment(self.at)
        for name in ("user", "person", "on_behalf_of"):
            made[name] = str(made[name]) if made[name] else ""
        made["command"] = self.command or ""
        return made


class EntryText(models.Model):
    """A text of an entry, sealed, with the salt of its commitment. Erasing it leaves the chain whole."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    salt = models.CharField(max_length=32)
    text = EncryptedText(label="audit.entrytext.text")

    class Meta:
        """One text a name."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "name"], name="one_text_a_name")
        ]


class Head(models.Model):
    """The last entry: one row, locked while an act is written, so that numbers have no gap."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=HASH, default=chain.FIRST)


class SignedHead(models.Model):
    """A head signed with a key outside the database, for the other parties to keep; `chain.statement` says what of."""

    county = models.CharField(max_length=12)
    seq = models.BigIntegerField(unique=True)
    hash = models.CharField(max_length=HASH)
    at = models.DateTimeField()
    previous = models.CharField(max_length=HASH, default=chain.FIRST)
    signature = models.CharField(max_length=SIGNATURE)
    public_key = models.CharField(max_length=HASH)

    class Meta:
        """In the order of the log."""

        ordering: ClassVar[list[str]] = ["seq"]

    @property
    def statement(self) -> bytes:
        """The bytes that were signed."""
        return chain.statement(self.county, self.seq, self.hash, chain.moment(self.at), self.previous)

    @property
    def place_code(self) -> str:
        """The county whose log it is."""
        return self.county

    @property
    def label(self) -> str:
        """As the log names it."""
        return f"第{self.seq}条的日志头"

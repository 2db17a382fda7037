"""The flows of the room: every state has one responsible role and its next step, or nothing waits in it."""

from __future__ import annotations

from sibai.people.flow import Flow

FLOWS: tuple[Flow, ...] = ()

"""To-dos are questions to the state of every room, asked anew each time."""

from __future__ import annotations

from datetime import date

from sibai.attendance.queries.todos import todos as of_attendance
from sibai.casework.queries.todos import todos as of_casework
from sibai.employment.queries.todos import todos as of_employment
from sibai.funds.queries.todos import todos as of_funds
from sibai.payroll.queries.deadlines import todos as of_deadlines
from sibai.payroll.queries.todos import todos as of_payroll
from sibai.people.actor import Actor
from sibai.people.flow import Todo, in_order
from sibai.people.queries.todos import todos as of_people
from sibai.recruitment.queries.todos import todos as of_recruitment
from sibai.rulebook.queries.todos import todos as of_rulebook

ROOMS = (
    of_recruitment,
    of_employment,
    of_payroll,
    of_deadlines,
    of_funds,
    of_attendance,
    of_casework,
    of_rulebook,
    of_people,
)


def todos(actor: Actor, today: date) -> list[Todo]:
    """Everything that waits for the actor, the most urgent first."""
    return in_order([todo for room in ROOMS for todo in room(actor, today)])

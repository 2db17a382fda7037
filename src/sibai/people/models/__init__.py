"""The tables of the room."""

from sibai.people.models.person import Person
from sibai.people.models.user import Delegation, Holding, User, UserSession

__all__ = ["Delegation", "Holding", "Person", "User", "UserSession"]

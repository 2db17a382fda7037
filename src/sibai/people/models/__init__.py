"""The tables of the room."""

from sibai.people.models.card_change import CardChange
from sibai.people.models.data_request import DataRequest
from sibai.people.models.person import Person, PersonCounter
from sibai.people.models.second_factor import RecoveryCode, SecondFactor
from sibai.people.models.user import Delegation, Holding, User, UserSession

__all__ = [
    "CardChange",
    "DataRequest",
    "Delegation",
    "Holding",
    "Person",
    "PersonCounter",
    "RecoveryCode",
    "SecondFactor",
    "User",
    "UserSession",
]

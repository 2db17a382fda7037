"""The tables of the room."""

from sibai.recruitment.models.application import Application, Result
from sibai.recruitment.models.crossing import Crossing, LoadedNotices, SealedApplication, TakenFile
from sibai.recruitment.models.merit import Assessor, Kinship, MeritItem, Score
from sibai.recruitment.models.selection import Objection, Selection, StepRecord, Training
from sibai.recruitment.models.vacancy import Vacancy

__all__ = [
    "Application",
    "Assessor",
    "Crossing",
    "Kinship",
    "LoadedNotices",
    "MeritItem",
    "Objection",
    "Result",
    "Score",
    "SealedApplication",
    "Selection",
    "StepRecord",
    "TakenFile",
    "Training",
    "Vacancy",
]

"""The tables of the room."""

from sibai.attendance.models.benefit import Benefit
from sibai.attendance.models.leave import LeaveRequest, LeaveStanding, TakenDay, Trip
from sibai.attendance.models.opening import LeaveOpening
from sibai.attendance.models.sheet import Sheet, SheetCorrection, SheetLine, TownReport
from sibai.attendance.models.upload import SheetUpload

__all__ = [
    "Benefit",
    "LeaveOpening",
    "LeaveRequest",
    "LeaveStanding",
    "Sheet",
    "SheetCorrection",
    "SheetLine",
    "SheetUpload",
    "TakenDay",
    "TownReport",
    "Trip",
]

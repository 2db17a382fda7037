"""The pages of places and organisations, and the acts that change a village with all that hangs on it.

They stand here and not in `places`, for coordinators, vacancies and rights are known only above that room.
"""

"""Pages of places: reading, changing a name or an organisation, merging and splitting."""

from sibai.web.places.views import changing, reading, villages

__all__ = ["changing", "reading", "villages"]

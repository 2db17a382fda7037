"""Addresses of the room."""

app_name = "attendance"
urlpatterns: list[object] = []

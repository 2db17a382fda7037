"""The suite's settings. Property tests draw the same examples each time; the profile `explore` looks further."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "house", max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

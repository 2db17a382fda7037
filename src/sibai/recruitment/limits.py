"""How often: at most so many in a period, for one address and for all, remembered in bounded memory.

The generic cell rate algorithm: of each key only the moment is kept until which its allowance is used up. A process has
its own memory; the public site is one process.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address

MOST_KEYS = 20_000
"""Addresses remembered; beyond it the one that came longest ago is forgotten, and the limit for all still holds."""
NETWORK_BITS = 64
EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """`count` in `period` seconds: all at once, or spread."""

    count: int
    period: float


class Limiter:
    """Counts by kind and address. Moments are seconds of a clock that only goes forward."""

    def __init__(self, limits: Mapping[str, tuple[Limit, Limit]], most_keys: int = MOST_KEYS) -> None:
        self._limits, self._most = limits, most_keys
        self._used_until: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, kind: str, address: str, now: float) -> float:
        """Seconds until one more would be admitted; 0 where it is now."""
        with self._lock:
            return self._wait(kind, _key(address), now)

    def spend(self, kind: str, address: str, now: float) -> float:
        """Count one and return 0; where it is too many, count nothing and return the seconds to wait."""
        with self._lock:
            wait = self._wait(kind, _key(address), now)
            if not wait:
                for key, limit in zip((_key(address), EVERYBODY), self._limits[kind], strict=True):
                    until = max(self._used_until.get((kind, key), now), now)
                    self._keep((kind, key), until + limit.period / limit.count)
            return wait

    def __len__(self) -> int:
        """How many addresses are remembered."""
        return len(self._used_until)

    def _wait(self, kind: str, key: str, now: float) -> float:
        longest = 0.0
        for each, limit in zip((key, EVERYBODY), self._limits[kind], strict=True):
            until = max(self._used_until.get((kind, each), now), now)
            longest = max(longest, until + limit.period / limit.count - now - limit.period)
        return longest if longest > TINY else 0.0

    def _keep(self, key: tuple[str, str], until: float) -> None:
        self._used_until[key] = until
        self._used_until.move_to_end(key)
        while len(self._used_until) > self._most:
            self._used_until.popitem(last=False)


TINY = 1e-6
"""Rounding of seconds."""


def _key(address: str) -> str:
    """An address as it is counted: of IPv6 the network, for one house has very many addresses."""
    try:
        network = int(IPv6Address(address)) >> (128 - NETWORK_BITS)
    except AddressValueError:
        return address or "?"
    return f"{network:x}/{NETWORK_BITS}"

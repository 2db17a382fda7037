"""The network address of the browser: one answer for the log, the session list, every lock and every limit."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Where a request comes from, as plain text; blank where that is no address.

    A proxy of the settings is believed about who spoke to it, nobody else: from the right, the first address that is
    no proxy of ours. At most as many are asked as the settings count, so that a slip in the networks believes nobody.
    """
    here = read(str(request.META.get("REMOTE_ADDR", "")))
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    for _ in range(settings.OWN.proxies):
        before = read(told.pop()) if told and here is not None and _is_proxy(here) else None
        if before is None:
            break
        here = before
    return str(here or "")


def read(written: str) -> IPv4Address | IPv6Address | None:
    """An address as proxies write it, without port, zone and the IPv6 dress of an IPv4 one; None for anything else."""
    text = written.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def _is_proxy(address: IPv4Address | IPv6Address) -> bool:
    return any(address in network for network in settings.OWN.proxy_addresses)

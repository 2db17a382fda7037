"""The server: granian, one worker (SQLite has one writer), TLS where a certificate is given."""

from __future__ import annotations

import errno
import ipaddress
import logging
import socket
import sys
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from sibai.server.keyring import misfit
from sibai.server.rounds import beside

logger = logging.getLogger("sibai")
TOO_HIGH, IPV6 = 65536, 6


def serve(host: str, port: int, threads: int, certificate: str | None, key: str | None) -> int:
    """Serve until interrupted. 2 where something is missing, said in Chinese."""
    fault = _fault(certificate, key) or unlistenable(host, port)
    if fault:
        print(fault, file=sys.stderr)
        return 2
    scheme = "https" if certificate else "http"
    what = "公众页面" if settings.OWN.public else "四百"
    print(f"{what}已经打开：{scheme}://{host}:{port}/  （按 Ctrl+C 关闭）", flush=True)
    rounds = None if settings.OWN.public else beside()
    try:
        _listen(host, port, threads, certificate, key)
    finally:
        if rounds is not None:
            rounds.terminate()
    return 0


def _listen(host: str, port: int, threads: int, certificate: str | None, key: str | None) -> None:
    """Serve until interrupted."""
    Granian(
        "sibai.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        log_level=LogLevels.warning,
        ssl_cert=Path(certificate) if certificate else None,
        ssl_key=Path(key) if key else None,
    ).serve()


def unlistenable(host: str, port: int) -> str:
    """Why nothing can be served at this address; empty if it can. The server itself would share a port with another."""
    if not 0 < port < TOO_HIGH:
        return f"--port: 端口从1到{TOO_HIGH - 1}：{port}"
    try:
        family = socket.AF_INET6 if ipaddress.ip_address(host).version == IPV6 else socket.AF_INET
    except ValueError:
        return f"--host: 要写本机的一个IP地址，如 127.0.0.1：{host}"
    try:
        with socket.socket(family) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((host, port))
    except PermissionError:
        return f"不许在端口{port}上开：1023以下的端口要用系统权限，或换一个端口（--port）。"
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return f"端口{port}已经有程序在用，可能网站已经开着。先停掉它，或换一个端口（--port）。"
        return f"--host: 这台机器没有 {host} 这个地址"
    return ""


def _fault(certificate: str | None, key: str | None) -> str:
    """Why the site cannot open; empty if it can."""
    for option, file in (("--certificate", certificate), ("--certificate-key", key)):
        if file is not None and not Path(file).is_file():
            return f"{option}: 找不到文件 {file}"
    if (certificate is None) != (key is None):
        return "--certificate 和 --certificate-key 要一起写"
    if settings.OWN.office_key and not settings.OWN.public:
        return "这台机器设了 office_key，是分开的公众机器，只开公众页面：sibai serve --public"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM audit_head")
    except DatabaseError:
        return "数据库还没有建好，请先执行 sibai init（升级后执行 sibai upgrade）。"
    else:
        return misfit()
    finally:
        connection.close()

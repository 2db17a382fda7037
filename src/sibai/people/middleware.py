"""Between the door and the pages: clean input, the actor, the rights of every address, the limits of a session."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict, UnreadablePostError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from sibai.audit.acts import ANYONE, SIGNED_IN, registry
from sibai.audit.operations import refused
from sibai.people.actor import passer_by
from sibai.people.addresses import client_address
from sibai.people.models import UserSession
from sibai.people.operations import sessions
from sibai.people.operations.signing_in import county_code
from sibai.people.pages import sought
from sibai.people.pages.errors import told
from sibai.people.queries.actors import NEEDS_SECOND_FACTOR, actor_in, hats_of

Next = Callable[[HttpRequest], HttpResponseBase]
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LONGEST_ADDRESS = 2000
LONGEST_LENGTH = 15
"""Digits of a length that are read; a longer number is too large all the same."""
MOST_LET_BY = 64 * 1024 * 1024
"""Bytes of a body too large that are read and dropped, so that the page about it arrives; more stays unread."""
CHUNK = 65_536
LOGIN, SECOND, PASSWORD, HAT = "people:login", "people:second_factor", "people:password", "people:hat"
AT_ANY_TIME = frozenset({LOGIN, "people:logout", SECOND, PASSWORD, "people:enrol"})
"""What a user may open who is not wholly signed in yet."""
SEEN_EVERY = 60
"""Seconds between two notes of when a session was last used: not every page writes."""


def kept_nowhere(get_response: Next) -> Next:
    """No answer of the office stays in a cache: not a login, a page that was refused, or an error either."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response

    return handle


def clean_input(get_response: Next) -> Next:
    """Control characters anywhere, bodies too large or broken: a page that says so, never an error of ours."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        try:
            fault = _fault(request)
        except (RequestDataTooBig, TooManyFilesSent):
            return told(request, 413, "提交的内容太大", "请减小附件或分几次提交。")
        except (UnreadablePostError, SuspiciousOperation, ValueError):
            return told(request, 400, "提交的内容读不出来", "请返回上一页重新填写再提交。")
        return told(request, 400, "地址或内容里有不能接受的字符", fault) if fault else get_response(request)

    return handle


def _fault(request: HttpRequest) -> str:
    """What is wrong with what was sent; empty if nothing."""
    _check_length(request)
    whole = unquote(request.get_full_path(), errors="surrogateescape")
    if len(whole) > LONGEST_ADDRESS:
        return "网址太长，请从页面上的链接进入。"
    if CONTROL.search(whole):
        return "网址里有控制字符，请从页面上的链接进入。"
    if request.method == "POST":
        for name, values in request.POST.lists():
            if any(CONTROL.search(text) for text in (name, *values)):
                return "填写的内容里有看不见的控制字符，请删掉后重新输入（不要从别的程序粘贴）。"
        if any(CONTROL.search(file.name or "") for files in request.FILES.lists() for file in files[1]):
            return "附件的文件名里有控制字符，请改名后再上传。"
    return ""


def _check_length(request: HttpRequest) -> None:
    """RequestDataTooBig where the length alone says so; nothing of the body has been read yet."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    has_files = request.content_type == "multipart/form-data"
    most = settings.BODY_LIMIT if has_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if not length.isdecimal():
        raise RequestDataTooBig("body")
    size = int(length[:LONGEST_LENGTH])
    if size > most:
        if size <= MOST_LET_BY:
            _let_go_by(request, size)
        raise RequestDataTooBig("body")


def _let_go_by(request: HttpRequest, size: int) -> None:
    """Read a body and drop it: a browser reads the answer once it has sent all."""
    stream = request.META["wsgi.input"]
    while size > 0:
        try:
            chunk = stream.read(min(CHUNK, size))
        except OSError:
            return
        if not chunk:
            return
        size -= len(chunk)


def passing_by(get_response: Next) -> Next:
    """The public process: everybody is a passer-by, and there is nothing but public pages."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        timezone.activate(ZoneInfo(settings.TIME_ZONE))
        request.actor = passer_by(client_address(request))  # type: ignore[attr-defined]
        request.hats = []  # type: ignore[attr-defined]
        return get_response(request)

    return handle


def _search(request: HttpRequest) -> HttpResponse | None:
    """A search that was sent goes on to an address without its words; an address with a token gets them back."""
    if request.method == "POST" and sought.FIELD in request.POST:
        return redirect(sought.keep(request.session, request.path, request.POST))
    request.sought = sought.words_of(request.session, request.GET.get(sought.KEY, ""))  # type: ignore[attr-defined]
    if request.GET.get(sought.KEY, "").startswith(sought.TOKEN_SIGN):
        request.GET = Given(request.GET, request.sought)  # type: ignore[attr-defined, assignment]
    return None


class Given(QueryDict):
    """An address whose search words were looked up: `words` has them, the token stays in the links."""

    def __init__(self, given: QueryDict, words: str) -> None:
        super().__init__(given.urlencode())
        self.words = words


def _ended(kept: UserSession, why: str, now: datetime) -> None:
    """A session that cannot go on; one that ran out by itself is told in the log, once."""
    if why in sessions.OWN_ENDS:
        sessions.run_out(kept, why, county_code(), now)
    else:
        sessions.close(kept.user, why, now, only=kept.key_digest)


def _note_expired(key: str) -> None:
    """Django lets an expired session go unseen; its cookie says whose it was."""
    now = timezone.now()
    oldest = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    rows = UserSession.objects.filter(key_digest=sessions.digest_of(key), ended_at__isnull=True, started_at__lte=oldest)
    for kept in rows.select_related("user"):
        _ended(kept, "limit", now)


class rights:  # noqa: N801 - a middleware is named as the settings name it
    """Makes the actor, keeps the limits of a session, and opens an address only to the roles of its row."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """One request."""
        request.actor = passer_by(client_address(request))  # type: ignore[attr-defined]
        request.hats = []  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            away = self._session(request)
            if away is not None:
                return away
        elif settings.SESSION_COOKIE_NAME in request.COOKIES:
            _note_expired(request.COOKIES[settings.SESSION_COOKIE_NAME])
        return self.get_response(request)

    def _session(self, request: HttpRequest) -> HttpResponse | None:
        """The actor of a signed-in browser; a redirect to the login where the session has ended."""
        now = timezone.now()
        digest = sessions.digest_of(request.session.session_key)
        kept = UserSession.objects.filter(key_digest=digest, user=request.user.pk).first()
        idle = kept is not None and (now - kept.seen_at).total_seconds() > settings.SESSION_IDLE
        old = kept is not None and (now - kept.started_at).total_seconds() > settings.SESSION_COOKIE_AGE
        if kept is None or kept.ended_at or idle or old or not request.user.is_active:
            if kept is not None and not kept.ended_at:
                _ended(kept, "idle" if idle else "limit" if old else "disabled", now)
            logout(request)
            if request.path == reverse(LOGIN):
                return None
            return redirect_to_login(request.get_full_path()) if request.method == "GET" else redirect(LOGIN)
        if (now - kept.seen_at).total_seconds() > SEEN_EVERY:
            UserSession.objects.filter(pk=kept.pk).update(seen_at=now)
        request.hats = hats_of(request.user, timezone.localdate(now))  # type: ignore[attr-defined]
        chosen = request.session.get("hat")
        hat = next((each for each in request.hats if str(each.id) == chosen), None)  # type: ignore[attr-defined]
        hat = hat or next(iter(request.hats), None)  # type: ignore[attr-defined]
        if hat is not None:
            request.actor = actor_in(request.user, hat, client_address(request))  # type: ignore[attr-defined]
        return None

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponseBase | None:
        """Closed by default: an address without a row, or not for this role, is refused and the attempt logged."""
        route = request.resolver_match.view_name if request.resolver_match else ""
        roles = registry().routes.get(route, frozenset())
        if ANYONE in roles:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        unfinished = self._unfinished(request, route)
        if unfinished:
            return redirect(unfinished)
        actor = request.actor  # type: ignore[attr-defined]
        if SIGNED_IN in roles or actor.role in roles:
            return _search(request)
        refused(actor, registry().act_of_route.get(route, f"open:{route}"[:60]), "role", {})
        return told(request, 403, "您的角色不能打开这一页", "如果工作需要，请联系系统管理员核对角色。")

    def _unfinished(self, request: HttpRequest, route: str) -> str:
        """Where a user has to go first: the second factor (whoever bound a phone is asked), a new password."""
        if route in AT_ANY_TIME:
            return ""
        needed = any(hat.role in NEEDS_SECOND_FACTOR for hat in request.hats)  # type: ignore[attr-defined]
        asked = request.session.get("second_factor") or (settings.SECOND_FACTOR and needed)
        if asked and not request.user.is_verified():  # type: ignore[union-attr]
            return SECOND
        if request.user.must_change_password:  # type: ignore[union-attr]
            return PASSWORD
        return ""

"""What guards confidential documents served on this machine: which addresses are answered, and what a page may do.

A service on the loopback address can still be reached by a web site open in the same
browser, by giving its own name this machine's address (DNS rebinding); so a request
under any other name than those allowed is refused. Pages may load nothing from
elsewhere and run no script but the one that is served with them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import nullcontext
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_api.resources import one_snapshot

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

_HEADERS = {
    "content-security-policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
# Methods that change nothing.
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# Pages show documents that may not stay behind in a browser's cache on disk.
_NOT_KEPT = "no-store"


def host_name(header: str) -> str:
    """The name in a Host header, without its port: ``[::1]:8000`` gives ``::1``."""
    header = header.strip().lower()
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0]


class TrustedHostMiddleware:
    """Refuses requests under foreign host names.

    Starlette's own takes ``[::1]:8000`` apart at the wrong colon and answers in plain text.
    """

    def __init__(self, app: ASGIApp, *, hosts: Collection[str], refuse: Callable[[Scope, str], ASGIApp]) -> None:
        self._app = app
        self._hosts = {host.lower() for host in hosts}
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer = self._app
        if scope["type"] == "http":
            name = host_name(Headers(scope=scope).get("host", ""))
            if name not in self._hosts:
                answer = self._refuse(scope, name)
        await answer(scope, receive, send)


class CrossOriginMiddleware:
    """Refuses requests that change something and come from a page of another origin.

    Every browser of today sends ``Sec-Fetch-Site``; where an older one does not, ``Origin`` decides. A program
    that is no browser sends neither and is let through: it can lie about both, and pages cannot.
    """

    def __init__(self, app: ASGIApp, *, refuse: Callable[[Scope], ASGIApp]) -> None:
        self._app = app
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        foreign = scope["type"] == "http" and scope["method"] not in _SAFE and _is_foreign(Headers(scope=scope))
        await (self._refuse(scope) if foreign else self._app)(scope, receive, send)


def _is_foreign(headers: Headers) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()


class SnapshotMiddleware:
    """Has each request that only reads read one snapshot of the store, whichever of its parts asks first."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        reads = scope["type"] == "http" and scope["method"] in _SAFE
        with one_snapshot() if reads else nullcontext():
            await self._app(scope, receive, send)


class SecurityHeadersMiddleware:
    """Sets the security headers on every answer; below the path `lasting` lie files that are the same for everyone."""

    def __init__(self, app: ASGIApp, *, lasting: str) -> None:
        self._app = app
        self._lasting = lasting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for key, value in _HEADERS.items():
                    headers[key] = value
                if not scope["path"].startswith(self._lasting):
                    headers["cache-control"] = _NOT_KEPT
            await send(message)

        await self._app(scope, receive, send_guarded if scope["type"] == "http" else send)

"""What guards confidential documents served on this machine: which addresses are answered, and what a page may do.

A service on the loopback address can still be reached by a web site open in the same
browser, by giving its own name this machine's address (DNS rebinding); so a request
under any other name than those allowed is refused. Pages may load nothing from
elsewhere and run no script but the one that is served with them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
# Pages show documents that may not stay behind in a browser's cache on disk.
_NOT_KEPT = "no-store"


def host_name(header: str) -> str:
    """The name in a Host header, without its port: ``[::1]:8000`` gives ``::1``."""
    header = header.strip().lower()
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0]


class Guard:
    """Refuses requests under foreign host names and sets the security headers on every answer."""

    def __init__(
        self, app: ASGIApp, *, hosts: Collection[str], refuse: Callable[[Scope, str], ASGIApp], lasting: str
    ) -> None:
        self._app = app
        self._hosts = {host.lower() for host in hosts}
        self._refuse = refuse
        self._lasting = lasting  # below this path lie files that are the same for everyone

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = self._app
        name = host_name(Headers(scope=scope).get("host", ""))
        if name not in self._hosts:
            answer = self._refuse(scope, name)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for key, value in _HEADERS.items():
                    headers[key] = value
                if not scope["path"].startswith(self._lasting):
                    headers["cache-control"] = _NOT_KEPT
            await send(message)

        await answer(scope, receive, send_guarded)

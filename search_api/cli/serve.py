"""Serves the web service until it is stopped."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Collection

from corpus.errors import said_by_system
from search_api.bootstrap import KnowledgeBase
from search_api.errors import Unavailable
from search_api.web.middleware import LOOPBACK


def serve(
    kb: KnowledgeBase, *, host: str, port: int, allowed_hosts: Collection[str], echo: Callable[[str], None]
) -> None:
    """Serve `kb` on `host` and `port` (0 takes a free one), saying the address when it answers.

    Requests are answered under the names of this machine's loopback, under `host` and
    under `allowed_hosts`. Raises `Unavailable` where the port is taken.
    """
    import uvicorn

    from search_api.web.app import create_app

    kb.store  # noqa: B018 a store that cannot be opened is told of before an address is
    listening = _listen(host, port)
    name = f"[{host}]" if ":" in host else host
    address = f"http://{name}:{listening.getsockname()[1]}"
    app = create_app(kb, hosts=LOOPBACK | {host} | set(allowed_hosts))
    config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False)
    echo(f"Nhiệm Vụ đang chạy tại {address}  (dừng: Ctrl+C)")
    if host not in LOOPBACK:
        echo("Lưu ý: máy khác trong mạng có thể vào được địa chỉ này, và trang không hỏi mật khẩu.")
    # uvicorn ends its requests on a signal and then raises it again: as an interrupt it
    # leaves this function, and the caller closes store and index.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        pass  # how a person stops it
    finally:
        listening.close()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        why = said_by_system(error)
        raise Unavailable(
            f"Không mở được cổng {port} trên {host} ({why}). Hãy dừng chương trình đang dùng cổng đó, "
            "hoặc chọn cổng khác: nhiemvu serve --port 8001."
        ) from error
    return listening

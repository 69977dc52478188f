"""Makes searching ready behind the first pages of a service that has just started."""

from __future__ import annotations

import logging
import threading

from search_api.bootstrap import KnowledgeBase
from search_api.errors import told
from search_api.search.filters import SearchRequest
from search_api.search.obligations.search import search_obligations

log = logging.getLogger(__name__)


# Seconds; loading the model takes two or three on two cores.
_LONGEST_STOP = 20.0


class WarmUp:
    """Makes searching ready behind the first pages: index brought up to the store, language model loaded.

    `state` is ``loading``, ``ready`` or ``failed``; `at` and `of` are the documents indexed and to be indexed, where
    the index is being brought up to the store.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._stopping = threading.Event()
        # Not to be waited for for ever where the machine is busy loading.
        self._thread = threading.Thread(target=self._warm, name="warming", daemon=True)
        self.state = "loading"
        self.at = self.of = 0

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """End after the document in hand."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(_LONGEST_STOP)

    def _warm(self) -> None:
        try:
            self._kb.resources.serve_index()
            self._kb.sync(progress=self._go_on)
            self._kb.search(SearchRequest("nhiệm vụ", limit=1))
            search_obligations(
                self._kb.resources, SearchRequest("nhiệm vụ về báo cáo", limit=1)
            )  # all duties and their words
        except _Stopped:
            self.state = "failed"
        except Exception as error:
            # The pages that need no model go on; a search will meet the same error and tell it.
            self.state = "failed"
            log.warning("warming failed: %s", told(error) or error, exc_info=error)
        else:
            self.state = "ready"

    def _go_on(self, what: str, at: int, of: int, name: str) -> None:
        self.at, self.of = at, of
        if self._stopping.is_set():
            raise _Stopped


class _Stopped(Exception):
    """The service is stopping."""

"""Errors as HTTP answers: one JSON shape for programs, one friendly page for people.

Every error of the API is ``{"error": {"code", "message", "details"}}``: `code` is
stable and for programs, `message` is one Vietnamese sentence for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Scope

from corpus.errors import CorpusError, UnknownDocument
from index.errors import IndexDamaged, IndexingError, IndexMismatch
from search_api.errors import EXPECTED, Unavailable, UnknownAgency, UnknownFile, UnknownValue, told
from search_api.schemas.records import STRICT, plain
from search_api.web.templating import page

API = "/api/"


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, as told to a program and a person."""

    __pydantic_config__ = STRICT

    code: str
    message: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ErrorAnswer:
    """The body of every answer that is an error."""

    __pydantic_config__ = STRICT

    error: Failure


# The first class an error belongs to decides its status and code.
_STATUSES: tuple[tuple[type[Exception], int, str], ...] = (
    (UnknownDocument, HTTPStatus.NOT_FOUND, "unknown_document"),
    (UnknownAgency, HTTPStatus.NOT_FOUND, "unknown_agency"),
    (UnknownFile, HTTPStatus.NOT_FOUND, "unknown_file"),
    (UnknownValue, HTTPStatus.UNPROCESSABLE_ENTITY, "unknown_value"),
    (Unavailable, HTTPStatus.SERVICE_UNAVAILABLE, "unavailable"),
    (CorpusError, HTTPStatus.SERVICE_UNAVAILABLE, "store_unavailable"),
    (IndexingError, HTTPStatus.SERVICE_UNAVAILABLE, "index_unavailable"),
)

_PLAIN = {
    HTTPStatus.NOT_FOUND: ("not_found", "Không có trang nào ở địa chỉ này."),
    HTTPStatus.METHOD_NOT_ALLOWED: ("method_not_allowed", "Địa chỉ này chỉ để xem."),
}
_UNEXPECTED = Failure("internal_error", "Phần mềm gặp lỗi ngoài dự kiến; chi tiết đã ghi vào nhiemvu.log.")


def install(app: FastAPI) -> None:
    """Have `app` answer every error in the one shape."""

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        details = tuple(f"{'.'.join(str(part) for part in e['loc'][1:])}: {e['msg']}" for e in error.errors())
        failure = Failure("invalid_request", "Yêu cầu không hợp lệ.", details)
        return answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, failure)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        code, message = _PLAIN.get(HTTPStatus(error.status_code), ("error", str(error.detail)))
        return answer(request, error.status_code, Failure(code, message))

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> Response:
        return answer_to(request, error)

    # Expected errors are answered where they are raised; only what is left over passes
    # through the handler of last resort, which logs a trace.
    for kind in EXPECTED:
        app.exception_handler(kind)(failed)


def answer_to(request: Request, error: Exception) -> Response:
    """The answer to an error that was raised while a request was served."""
    message = told(error)
    if message is None:
        # The server raises it again once this is sent, and so logs its trace.
        return answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, _UNEXPECTED)
    if isinstance(error, IndexMismatch | IndexDamaged) and request.app.state.warming.state == "loading":
        return _rebuilding(request)
    for kind, status, code in _STATUSES:
        if isinstance(error, kind):
            return answer(request, status, Failure(code, message))
    return answer(request, HTTPStatus.SERVICE_UNAVAILABLE, Failure("unavailable", message))


def _rebuilding(request: Request) -> Response:
    """The answer while the service makes an index anew that it cannot use: nobody has to do anything but wait."""
    warming = request.app.state.warming
    done = f"đã xong {warming.at}/{warming.of} văn bản" if warming.of else "vừa bắt đầu"
    if request.url.path.startswith(API):
        failure = Failure("index_rebuilding", f"Đang lập lại chỉ mục tìm kiếm, {done}. Hãy thử lại sau ít phút.")
        return answer(request, HTTPStatus.SERVICE_UNAVAILABLE, failure)
    return page(request, "rebuilding.html", done=done, status_code=HTTPStatus.SERVICE_UNAVAILABLE)


def answer(request: Request, status: int, failure: Failure) -> Response:
    """`failure` as JSON below ``/api/``, as a page elsewhere."""
    if request.url.path.startswith(API):
        return JSONResponse(plain(ErrorAnswer(failure)), status_code=status)
    return page(request, "error.html", failure=failure, status_code=status)


def refuse_host(scope: Scope, name: str) -> ASGIApp:
    """The answer to a request under a host name that is not allowed."""
    message = f"Máy chủ này không nhận yêu cầu dưới tên “{name}”. Hãy dùng địa chỉ đã in khi khởi động."
    body: dict[str, Any] = plain(ErrorAnswer(Failure("host_not_allowed", message)))
    return JSONResponse(body, status_code=HTTPStatus.BAD_REQUEST)


def refuse_origin(scope: Scope) -> ASGIApp:
    """Returns the answer to a request that would change something and comes from a page of another site."""
    message = "Chỉ trang của phần mềm này mới ghi được vào kho."
    body: dict[str, Any] = plain(ErrorAnswer(Failure("cross_origin", message)))
    return JSONResponse(body, status_code=HTTPStatus.FORBIDDEN)

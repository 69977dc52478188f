"""A partial match put in words by a language model, where the user has set up an endpoint for one; off by default.

The endpoint speaks the OpenAI protocol. The words of one task and of what carries it out
leave this process for it, so nothing is asked unless somebody asks. Nothing depends on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from search_api.documents.line_breaks import unwrapped
from search_api.errors import Unavailable
from search_api.labels import COVERAGES

if TYPE_CHECKING:
    from corpus.settings import Settings
    from search_api.schemas.crosswalk import CrosswalkRow

# Seconds; an office's own model on a processor writes a few words a second.
_TIMEOUT_SECONDS = 120.0
_LENGTH = 400

_ASKS = (
    "Bạn giúp cán bộ rà soát văn bản hành chính. Chỉ dựa vào hai đoạn dưới đây, nói trong tối đa ba câu tiếng Việt:"
    " nội dung triển khai đã làm được gì của nhiệm vụ, còn thiếu gì. Không suy đoán ngoài hai đoạn."
)


def explain(settings: Settings, row: CrosswalkRow) -> str:
    """What the configured model says of one task and its links.

    Raises `Unavailable` where no endpoint is set up, or it does not answer.
    """
    if not settings.explain_url:
        raise Unavailable("Chưa đặt máy chủ giải thích (NHIEMVU_EXPLAIN_URL), nên không giải thích được bằng lời.")
    # Not at the top: it takes seconds to load, and hardly anybody has an endpoint.
    from haystack.components.generators.chat import OpenAIChatGenerator
    from haystack.dataclasses import ChatMessage
    from haystack.utils import Secret
    from openai import OpenAIError

    generator = OpenAIChatGenerator(
        # Servers of one's own ask for no key, the client does.
        api_key=Secret.from_token(settings.explain_key or "none"),
        api_base_url=settings.explain_url,
        model=settings.explain_model or "default",
        timeout=_TIMEOUT_SECONDS,
        max_retries=0,
        generation_kwargs={"max_tokens": _LENGTH, "temperature": 0},
    )
    try:
        answers = generator.run(messages=[ChatMessage.from_system(_ASKS), ChatMessage.from_user(_question(row))])
    except OpenAIError as error:
        raise Unavailable(f"Máy chủ giải thích không trả lời: {error}") from error
    return str(answers["replies"][0].text or "").strip()


def _question(row: CrosswalkRow) -> str:
    links = "\n".join(f"- {unwrapped(link.part or link.quote)}" for link in row.children) or "(không có)"
    return (
        f"Nhiệm vụ: {unwrapped(row.parent_quote)}\n\nNội dung triển khai:\n{links}\n\n"
        f"Mức độ hiện ghi: {COVERAGES[row.coverage]}."
    )

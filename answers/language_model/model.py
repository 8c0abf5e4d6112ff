"""The language model: a conversation goes to its server, a reply comes back bounded.

This is the only module that knows the ``openai`` client, and it imports it only when a model is
asked. Whatever the server does ends in a reply or in a ``ModelError`` with words of our own: the
server's words may repeat the key or be somebody's attack, and are neither shown nor logged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from answers.language_model.settings import ModelSettings
from index.errors import IsnadError

if TYPE_CHECKING:
    import httpx2
    from openai.types.chat import ChatCompletionChunk, ChatCompletionMessageParam

MOST_CHARACTERS = 20_000
MOST_BYTES = 8_000_000
"""Of one reply. A chunk of one letter is a few hundred bytes of JSON."""

_CONNECT_SECONDS = 5.0
_NO_KEY = "none"
"""The client insists on a key; servers on one's own machine ask for none."""


class ModelError(IsnadError):
    """The language model gave no reply that can be used."""


class Model:
    """Asks one language model; safe to use from several threads."""

    def __init__(self, settings: ModelSettings) -> None:
        """Prepare to ask; nothing is sent yet."""
        import httpx2
        from openai import OpenAI

        self._settings = settings
        timeout = httpx2.Timeout(settings.seconds, connect=min(_CONNECT_SECONDS, settings.seconds))
        # A redirect could lead the question anywhere, and compression could blow a reply up.
        http = httpx2.Client(
            timeout=timeout,
            follow_redirects=False,
            headers={"Accept-Encoding": "identity"},
            event_hooks={"response": [self._bound]},
        )
        self._client = OpenAI(
            api_key=settings.key or _NO_KEY,
            base_url=settings.url,
            timeout=timeout,
            max_retries=0,
            http_client=http,
        )
        # The client takes these from the environment, where they belong to another provider.
        self._client.organization = self._client.project = None

    def reply(self, messages: Sequence[ChatCompletionMessageParam]) -> Iterator[str]:
        """The pieces of the model's reply as they come.

        Raises:
            ModelError: there is no server, it refuses, takes too long, says too much, breaks off,
                or does not speak the protocol. Pieces that came before it are not an answer.
        """
        try:
            yield from self._pieces(messages)
        except ModelError:
            raise
        except Exception as error:  # whatever a server sends must not break an answer
            status = getattr(error, "status_code", None)
            reason = f"status {status}" if isinstance(status, int) else type(error).__name__
            raise ModelError(f"The language model failed: {reason}.") from None

    def _pieces(self, messages: Sequence[ChatCompletionMessageParam]) -> Iterator[str]:
        length, finished = 0, False
        with self._client.chat.completions.create(
            model=self._settings.name, messages=list(messages), stream=True
        ) as chunks:
            for chunk in chunks:
                piece, ended = _read(chunk)
                length, finished = length + len(piece), finished or ended
                if length > MOST_CHARACTERS:
                    raise ModelError("The language model says too much.")
                if piece:
                    yield piece
        if not finished:
            raise ModelError("The language model broke off.")

    def _bound(self, response: httpx2.Response) -> None:
        """Bound every response, a refusal too."""
        from answers.language_model.bounded import bound

        bound(response, MOST_BYTES, self._settings.seconds)


def _read(chunk: ChatCompletionChunk) -> tuple[str, bool]:
    """The text of a chunk, and whether it says that the reply is whole.

    Raises:
        ModelError: the model refuses, or was cut short.
    """
    if not chunk.choices:
        return "", False  # what was used up comes in a chunk of its own
    choice = chunk.choices[0]
    if choice.finish_reason not in (None, "stop"):
        raise ModelError("The language model stopped before its end.")
    if choice.delta.refusal:
        raise ModelError("The language model refuses.")
    piece = choice.delta.content or ""
    if not isinstance(piece, str):
        raise ModelError("The language model does not speak the protocol.")
    return piece, choice.finish_reason == "stop"

"""Which language model is asked, if any: flags, and environment variables for each."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from index.errors import IsnadError

URL_VARIABLE = "ISNAD_LLM"
NAME_VARIABLE = "ISNAD_LLM_MODEL"
KEY_VARIABLE = "ISNAD_LLM_KEY"
SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """A language model behind the OpenAI-compatible chat protocol.

    Attributes:
        url: the base address, such as ``http://localhost:11434/v1``.
        name: what the server calls the model.
        key: the secret that the server asks for, or the empty string; never shown.
        seconds: how long a whole reply may take.
    """

    url: str
    name: str
    key: str = field(default="", repr=False)
    seconds: float = SECONDS


def add_model(parser: argparse.ArgumentParser) -> None:
    """Add ``--llm``, ``--llm-model`` and ``--llm-timeout``; the key has a variable only."""
    parser.add_argument(
        "--llm", metavar="URL", help=f"a language model to ask, OpenAI-compatible (${URL_VARIABLE})"
    )
    parser.add_argument(
        "--llm-model",
        metavar="NAME",
        help=f"its name; its key is ${KEY_VARIABLE} (${NAME_VARIABLE})",
    )
    parser.add_argument(
        "--llm-timeout",
        type=float,
        default=SECONDS,
        metavar="SECONDS",
        help=f"how long it may take to answer ({SECONDS:.0f})",
    )


def model_settings(arguments: argparse.Namespace) -> ModelSettings | None:
    """The model that the flags or the environment name, or None.

    Raises:
        IsnadError: the address is none of http or https, carries a password, or has no model.
    """
    url = arguments.llm or os.environ.get(URL_VARIABLE, "")
    name = arguments.llm_model or os.environ.get(NAME_VARIABLE, "")
    if not url:
        if arguments.llm_model:
            raise IsnadError(
                f"A model is named but no server: add --llm URL or set {URL_VARIABLE}."
            )
        return None
    _check(url)
    if not name:
        raise IsnadError(f"No model is named: add --llm-model NAME or set {NAME_VARIABLE}.")
    if not 0 < arguments.llm_timeout <= 3600:
        raise IsnadError("Give --llm-timeout as seconds, more than 0 and 3600 at most.")
    return ModelSettings(url, name, os.environ.get(KEY_VARIABLE, ""), arguments.llm_timeout)


def _check(url: str) -> None:
    """Refuse an address that is wrong or holds a secret, without repeating it."""
    try:
        parts = urlsplit(url)
        port_fits = parts.port is None or parts.port > 0
    except ValueError:
        port_fits = False
    if not port_fits or parts.scheme not in ("http", "https") or not parts.hostname:
        raise IsnadError("The address of --llm must begin with http:// or https:// and a host.")
    if parts.username is not None or parts.password is not None:
        raise IsnadError(f"The address of --llm may hold no password: set {KEY_VARIABLE} instead.")

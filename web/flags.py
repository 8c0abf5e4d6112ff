"""The flags that say to whom the page is open, and what the environment says where they do not.

A Hugging Face Space has no command line: there the settings are its variables and secrets.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from web.exposure import SPACE_FRAME, Exposure, on_space, space_proxies
from web.guard.login import Login
from web.guard.password import Account, PasswordFileError, check_user, hash_password, read_accounts

HOST = "127.0.0.1"
_EVERY_HOST = "0.0.0.0"  # noqa: S104  a Space listens to its proxy
_TUNNEL = "127.0.0.1"


def add_exposure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    add = parser.add_argument
    add("--host", help=f"address to listen on ({HOST})")
    add("--port", type=int, help="port to listen on (7860, or the next free)")
    for flag, role in (("--auth", "guest may ask questions"), ("--owner", "user owns the sources")):
        told = f"ask for a login; this {role}"
        add(flag, action="append", type=_credentials, metavar="USER:PASSWORD", help=told)
    add(
        "--auth-file",
        type=Path,
        metavar="FILE",
        help="logins, made by python -m web.guard.password",
    )
    add("--open", action="store_true", help="let others in without a login")
    add("--share", action="store_true", help="open a public link; needs a login or --open")
    add("--share-server", type=_server, metavar="HOST:PORT", help="share by a relay of your own")
    add("--root-path", type=_root_path, metavar="PATH", help="path under a proxy")
    add("--trusted-proxy", action="append", default=[], metavar="ADDRESS", help="see docs")
    add("--allow-host", action="append", default=[], metavar="NAME", help="a name of the page")


def read_exposure(arguments: argparse.Namespace, environment: Mapping[str, str]) -> Exposure:
    """To whom the page is open.

    Raises:
        PasswordFileError: a login cannot be used.
        ExposureError: others could come in whom nobody has let in.
    """
    accounts = _accounts(arguments, environment)
    space = on_space(environment)
    shared = bool(arguments.share or arguments.share_server)
    proxies = [*arguments.trusted_proxy, *(space_proxies() if space else ())]
    exposure = Exposure(
        host=arguments.host or (_EVERY_HOST if space else HOST),
        login=Login(accounts) if accounts else None,
        open=arguments.open or space,
        shared=shared or space,
        root_path=arguments.root_path or "",
        names=frozenset(_names(arguments)),
        proxies=(*proxies, _TUNNEL) if shared else tuple(proxies),
        frame=SPACE_FRAME if space else None,
    )
    exposure.check()
    return exposure


def _accounts(arguments: argparse.Namespace, environment: Mapping[str, str]) -> list[Account]:
    guests, owners = arguments.auth or [], arguments.owner or []
    if not (guests or owners or arguments.auth_file):
        guests = _of_environment(environment, "ISNAD_AUTH")
        owners = _of_environment(environment, "ISNAD_OWNER")
    accounts = [Account(user, hash_password(password)) for user, password in guests]
    accounts += [Account(user, hash_password(password), owner=True) for user, password in owners]
    if arguments.auth_file:
        accounts += read_accounts(arguments.auth_file)
    users = [account.user for account in accounts]
    for user in users:
        if users.count(user) > 1:
            raise PasswordFileError(f"There are two logins of the name {user}.")
    return accounts


def _of_environment(environment: Mapping[str, str], name: str) -> list[tuple[str, str]]:
    try:
        return [_credentials(environment[name])] if environment.get(name) else []
    except argparse.ArgumentTypeError as error:
        raise PasswordFileError(f"{name} is not USER:PASSWORD.") from error


def _names(arguments: argparse.Namespace) -> Iterable[str]:
    yield from (name.lower() for name in arguments.allow_host)
    yield from (name.lower() for name in [arguments.host] if name)
    yield from (name for name in [urlsplit(arguments.root_path or "").hostname] if name)


def _credentials(text: str) -> tuple[str, str]:
    user, _, password = text.partition(":")
    try:
        user = check_user(user)
    except PasswordFileError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    if not password:
        raise argparse.ArgumentTypeError("write it as USER:PASSWORD")
    return user, password


def _server(text: str) -> str:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal():
        raise argparse.ArgumentTypeError("write it as HOST:PORT")
    return text


def _root_path(text: str) -> str:
    if not text.startswith(("/", "http://", "https://")):
        raise argparse.ArgumentTypeError("write it as /PATH, or as the whole address")
    return text.rstrip("/")

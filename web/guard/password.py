"""``python -m web.guard.password USER``: a line for the password file, which holds no password."""

from __future__ import annotations

import argparse
import base64
import binascii
import getpass
import hashlib
import hmac
import secrets
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index.command import run
from index.errors import IsnadError

_COST, _BLOCK, _LANES = 14, 8, 1  # 2**14 rounds: 16 MB and some 50 ms a guess
_SCHEME = f"scrypt-{_COST}-{_BLOCK}-{_LANES}"
_OWNER = "owner"


class PasswordFileError(IsnadError):
    """A line of the password file, or the file, cannot be used."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may log in.

    Attributes:
        user: the name.
        secret: the password's scrypt hash, as ``hash_password`` writes it.
        owner: whether they may change the sources.
    """

    user: str
    secret: str
    owner: bool = False

    @property
    def line(self) -> str:
        """The account as a line of the password file."""
        return f"{self.user}:{self.secret}" + (f":{_OWNER}" if self.owner else "")

    def has_password(self, password: str) -> bool:
        """Whether *password* is theirs, compared in constant time."""
        _, salt, expected = self.secret.split("$")
        return hmac.compare_digest(_hash(password, _bytes(salt)), _bytes(expected))


def hash_password(password: str) -> str:
    """The scrypt hash of *password* with a salt of its own: ``scheme$salt$hash``."""
    salt = secrets.token_bytes(16)
    return f"{_SCHEME}${_text(salt)}${_text(_hash(password, salt))}"


def read_accounts(path: Path) -> list[Account]:
    """The accounts of a password file: ``user:hash`` or ``user:hash:owner`` a line.

    Empty lines and lines that start with ``#`` are passed over.

    Raises:
        PasswordFileError: the file cannot be read, or a line is none of ours.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PasswordFileError(f"The password file {path} cannot be read.") from error
    accounts = list(_accounts(path, lines))
    if not accounts:
        raise PasswordFileError(f"The password file {path} holds no account.")
    return accounts


def check_user(user: str) -> str:
    """*user* without spaces around it; raises PasswordFileError where it cannot be a name."""
    user = user.strip()
    if not user or ":" in user or user.startswith("#") or not user.isprintable():
        raise PasswordFileError("A user's name has letters, and neither a colon nor a leading #.")
    return user


def main() -> None:
    """Ask for the password, or read it from standard input, and print the line."""
    parser = argparse.ArgumentParser(prog="python -m web.guard.password", description=__doc__)
    parser.add_argument("user", help="the user's name")
    parser.add_argument("--owner", action="store_true", help="they may change the sources")
    arguments = parser.parse_args()
    user = check_user(arguments.user)
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise PasswordFileError("The password is empty.")
    print(Account(user, hash_password(password), arguments.owner).line)  # noqa: T201  a command


def _accounts(path: Path, lines: Iterable[str]) -> Iterable[Account]:
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        user, _, rest = line.strip().partition(":")
        secret, _, role = rest.partition(":")
        if not _is_secret(secret) or role not in {"", _OWNER}:
            raise PasswordFileError(
                f"Line {number} of {path} is not USER:HASH or USER:HASH:owner;"
                " make one with: python -m web.guard.password USER"
            )
        yield Account(check_user(user), secret, owner=role == _OWNER)


def _is_secret(text: str) -> bool:
    scheme, *parts = text.split("$")
    try:
        return scheme == _SCHEME and [len(_bytes(part)) for part in parts] == [16, 64]
    except (binascii.Error, ValueError):
        return False


def _hash(password: str, salt: bytes) -> bytes:
    secret = password.encode("utf-8", "replace")
    return hashlib.scrypt(secret, salt=salt, n=2**_COST, r=_BLOCK, p=_LANES)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, altchars=b"-_", validate=True)


if __name__ == "__main__":
    run(main)

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, awaited
from web.guard.login import GUESSES, Login
from web.guard.password import Account, PasswordFileError, hash_password, read_accounts
from web.guard.ration import Ration

MARIA = Account("maria", hash_password("open sesame"))
OLGA = Account("olga", hash_password("пароль:🔑"), owner=True)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def let_in(login: Login, user: str, password: str, address: str = "192.0.2.1") -> bool:
    return awaited(login.check(user, password, address))


def guess(
    login: Login, times: int, user: Callable[[int], str], address: Callable[[int], str]
) -> None:
    for number in range(times):
        assert not let_in(login, user(number), "wrong", address(number))


def test_only_the_right_name_and_password_are_let_in() -> None:
    login = Login([MARIA, OLGA])
    assert let_in(login, "maria", "open sesame")
    assert let_in(login, "olga", "пароль:🔑")
    for user, password in [
        ("maria", "open sesam"),
        ("mari", "aopen sesame"),
        ("maria", "пароль:🔑"),
        ("Maria", "open sesame"),
        ("", ""),
        ("maria", ""),
        ("maria", "x" * 100_000),
        ("x" * 100_000, "open sesame"),
    ]:
        assert not let_in(login, user, password)


def test_an_owner_is_one_whose_account_says_so() -> None:
    login = Login([MARIA, OLGA])
    assert login.is_owner("olga")
    assert not login.is_owner("maria")
    assert not login.is_owner("")


def test_an_account_is_rationed_whoever_guesses() -> None:
    clock = Clock()
    login = Login([MARIA, OLGA], clock)
    guess(login, GUESSES, lambda _: "maria", lambda number: f"192.0.2.{number}")
    assert not let_in(login, "maria", "open sesame", "198.51.100.1")
    assert let_in(login, "olga", "пароль:🔑", "198.51.100.1")
    clock.now += 6.1
    assert let_in(login, "maria", "open sesame", "198.51.100.1")


def test_an_address_is_rationed_whomever_it_guesses() -> None:
    clock = Clock()
    login = Login([MARIA], clock)
    guess(login, GUESSES, lambda number: f"user{number}", lambda _: "192.0.2.1")
    assert not let_in(login, "maria", "open sesame", "192.0.2.1")
    assert let_in(login, "maria", "open sesame", "192.0.2.2")
    clock.now += 6.1
    assert let_in(login, "maria", "open sesame", "192.0.2.1")


def test_the_right_password_costs_nothing() -> None:
    login = Login([MARIA], Clock())
    assert all(let_in(login, "maria", "open sesame") for _ in range(2 * GUESSES))


def test_guesses_at_the_same_time_are_counted_too() -> None:
    login = Login([MARIA], Clock())

    async def many() -> list[bool]:
        tries = [login.check("maria", "wrong", str(number)) for number in range(3 * GUESSES)]
        return [*await asyncio.gather(*tries), await login.check("maria", "open sesame", "z")]

    assert not any(awaited(many()))


def test_a_ration_forgets_the_oldest_of_very_many() -> None:
    ration = Ration(1, 60, Clock())
    assert ration.take("first")
    assert not ration.has("first")
    for number in range(10_000):
        ration.take(number)
    assert ration.has("first")
    assert not ration.has(9_999)


def test_a_hash_has_a_salt_of_its_own_and_no_password() -> None:
    assert hash_password("open sesame") != hash_password("open sesame")
    assert "sesame" not in MARIA.line


def test_the_command_makes_a_line_that_is_read_again(tmp_path: Path) -> None:
    lines = []
    for flags in (["maria"], ["olga", "--owner"]):
        done = subprocess.run(
            [sys.executable, "-m", "web.guard.password", *flags],
            cwd=REPOSITORY,
            input="open: sesame\n",
            capture_output=True,
            text=True,
            check=True,
        )
        lines.append(done.stdout)
    path = tmp_path / "passwords"
    path.write_text("# these may come in\n\n" + "".join(lines), "utf-8")
    maria, olga = read_accounts(path)
    assert (maria.user, maria.owner, olga.user, olga.owner) == ("maria", False, "olga", True)
    assert maria.has_password("open: sesame")
    assert not maria.has_password("open")


@pytest.mark.parametrize(
    "line",
    [
        "maria",
        "maria:",
        "maria:secret",
        f"{MARIA.line}:king",
        f"{MARIA.line}:owner:owner",
        f":{MARIA.secret}",
        f"maria:{MARIA.secret[:-4]}",
        f"maria:{MARIA.secret}$",
        "maria:scrypt-1-1-1$AAAA$AAAA",
        "maria:scrypt-14-8-1$é$é",
        "ma\tria:" + MARIA.secret,
    ],
)
def test_a_line_that_is_none_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "passwords"
    path.write_text(f"{OLGA.line}\n{line}\n", "utf-8")
    with pytest.raises(PasswordFileError):
        read_accounts(path)


@pytest.mark.parametrize("content", [b"", b"# nobody\n", b"\xff\xfe"])
def test_a_file_without_accounts_lets_nobody_be_forgotten(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "passwords"
    path.write_bytes(content)
    with pytest.raises(PasswordFileError):
        read_accounts(path)
    with pytest.raises(PasswordFileError):
        read_accounts(tmp_path / "none")

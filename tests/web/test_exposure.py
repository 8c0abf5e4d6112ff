from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from index.errors import IsnadError
from tests.web.running import write_accounts
from web.exposure import Exposure, ExposureError
from web.flags import add_exposure, read_exposure

SPACE = {"SYSTEM": "spaces", "SPACE_ID": "somebody/isnad"}


def exposed(*flags: str, **environment: str) -> Exposure:
    parser = argparse.ArgumentParser()
    add_exposure(parser)
    return read_exposure(parser.parse_args(flags), environment)


def test_by_itself_the_page_is_for_this_machine() -> None:
    exposure = exposed()
    assert exposure.console_owns
    assert exposure.checks_hosts
    assert exposure == Exposure()


@pytest.mark.parametrize(
    "flags",
    [
        ["--host", "0.0.0.0"],  # noqa: S104  that is what is tested
        ["--host", "192.0.2.1"],
        ["--host", "::"],
        ["--host", "isnad.example"],
        ["--share"],
        ["--share-server", "relay.example:7000"],
    ],
)
def test_others_need_a_login_or_an_explicit_word(flags: list[str], tmp_path: Path) -> None:
    with pytest.raises(ExposureError, match="--auth USER:PASSWORD"):
        exposed(*flags)
    assert exposed(*flags, "--open").login is None
    for login in (
        ["--auth", "anna:secret"],
        ["--owner", "olga:secret"],
        ["--auth-file", str(write_accounts(tmp_path))],
    ):
        assert exposed(*flags, *login).login
    assert exposed(*flags, ISNAD_AUTH="anna:secret").login


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "localhost", "::1", "[::1]"])
def test_this_machine_needs_none(host: str) -> None:
    assert exposed("--host", host).console_owns


@pytest.mark.parametrize(
    "flags",
    [
        ["--share", "--open"],
        ["--root-path", "/isnad"],
        ["--trusted-proxy", "127.0.0.1"],
        ["--auth", "anna:secret"],
    ],
)
def test_the_console_owns_nothing_where_others_may_look_like_it(flags: list[str]) -> None:
    assert not exposed(*flags).console_owns


def test_owners_and_guests_are_told_apart() -> None:
    login = exposed("--auth", "anna:secret", "--auth", "bo:secret", "--owner", "olga:secret").login
    assert login
    assert [login.is_owner(user) for user in ("anna", "bo", "olga")] == [False, False, True]
    login = exposed(ISNAD_AUTH="anna:secret", ISNAD_OWNER="olga:secret:with:colons").login
    assert login
    assert [login.is_owner(user) for user in ("anna", "olga")] == [False, True]


@pytest.mark.parametrize(
    ("flags", "environment"),
    [
        (["--auth", "anna:secret", "--owner", "anna:other"], {}),
        ([], {"ISNAD_AUTH": "anna"}),
        ([], {"ISNAD_OWNER": ":secret"}),
        (["--auth-file", "/none"], {}),
    ],
)
def test_a_login_that_cannot_be_used_is_told(flags: list[str], environment: dict[str, str]) -> None:
    with pytest.raises(IsnadError):
        exposed(*flags, **environment)


@pytest.mark.parametrize(
    "flags",
    [
        ["--auth", "maria"],
        ["--auth", "maria:"],
        ["--auth", ":secret"],
        ["--owner", "#x:secret"],
        ["--share-server", "relay.example"],
        ["--root-path", "isnad"],
    ],
)
def test_a_flag_is_of_its_form(flags: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        exposed(*flags)
    assert ended.value.code == 2


def test_a_space_is_open_to_whoever_may_see_it() -> None:
    exposure = exposed(**SPACE)
    assert exposure.host == "0.0.0.0"  # noqa: S104  that is what is tested
    assert exposure.open
    assert not exposure.console_owns
    assert not exposure.checks_hosts
    assert exposure.frame == "https://huggingface.co"
    guarded = exposed(**SPACE, ISNAD_AUTH="anna:secret")
    assert guarded.login


def test_the_address_under_a_proxy_is_a_name_of_the_page() -> None:
    exposure = exposed("--root-path", "https://Isnad.example/path/", "--open")
    assert exposure.root_path == "https://Isnad.example/path"
    assert exposure.is_name("isnad.example")
    assert exposed("--allow-host", "Pc.example").is_name("pc.EXAMPLE:7860")
    assert not exposure.is_name("evil.example")

"""Who may log in, and how often a password may be guessed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from contextvars import ContextVar

from web.guard.password import Account, hash_password
from web.guard.ration import Clock, Ration

GUESSES = 10
_SECONDS_A_GUESS = 6.0
_MOST_CHARACTERS = 1024
_AT_ONCE = 4

address_of_guess: ContextVar[str] = ContextVar("address_of_guess", default="")
"""Where the request comes from: Gradio's log-in does not tell whom it asks for."""


class Login:
    """Checks names and passwords.

    Wrong guesses are rationed by account, whoever makes them, and by address, whatever account
    they are for. Who is logged in already is not held up by it.
    """

    def __init__(self, accounts: Iterable[Account], clock: Clock = time.monotonic) -> None:
        """Let *accounts* in; *clock* tells seconds."""
        self._accounts = {account.user: account for account in accounts}
        self._nobody = Account("", hash_password(""))
        self._by_account = Ration(GUESSES, _SECONDS_A_GUESS, clock)
        self._by_address = Ration(GUESSES, _SECONDS_A_GUESS, clock)
        self._hashing = asyncio.Semaphore(_AT_ONCE)  # a hash takes 16 MB

    async def let_in(self, user: str, password: str) -> bool:
        """Whether they are let in, for Gradio, from the address that is asking now."""
        return await self.check(user, password, address_of_guess.get())

    async def check(self, user: str, password: str, address: str) -> bool:
        """Whether the password is right; never once the guesses are used up."""
        if len(user) > _MOST_CHARACTERS or len(password) > _MOST_CHARACTERS:
            return False
        async with self._hashing:  # a guess waits here before it is counted, and the next sees it
            if not (self._by_account.has(user) and self._by_address.has(address)):
                return False
            self._by_account.take(user)
            self._by_address.take(address)
            if not await asyncio.to_thread(self._is_right, user, password):
                return False
            self._by_account.take(user, -1)
            self._by_address.take(address, -1)
            return True

    def is_owner(self, user: str) -> bool:
        """Whether *user*, who is logged in, may change the sources."""
        account = self._accounts.get(user)
        return account is not None and account.owner

    def _is_right(self, user: str, password: str) -> bool:
        account = self._accounts.get(user)
        right = (account or self._nobody).has_password(password)  # as long for a name unknown
        return right and account is not None

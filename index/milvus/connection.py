"""A Milvus server, spoken to through pymilvus: every call has a time limit and our errors."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from index.errors import StoreError
from index.milvus.address import MilvusAddress

if TYPE_CHECKING:
    from pymilvus import CollectionSchema, MilvusClient
    from pymilvus.milvus_client import IndexParams

Row = dict[str, Any]

PATIENCE = 10.0
"""Seconds that a question waits for an answer of the server."""

BUILD_PATIENCE = 120.0
"""Seconds that a build waits for one call."""

LOAD_PATIENCE = 6 * 3600.0
"""Seconds that a build waits while the server indexes a collection and loads it."""

MOST = 16_384
"""As many entities Milvus gives at once."""

_RECONNECTING = 2.0
_PAUSE = 0.2
_RECONNECTS = {
    "grpc.use_local_subchannel_pool": 1,
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.max_reconnect_backoff_ms": 500,
}
"""A server that was started again is noticed at once."""

_CLOSED = "closed channel"
"""What gRPC says where another thread has begun to connect again."""

_UNREACHABLE = "the server cannot be reached; start it, or write another address."

_TOKEN = "MILVUS_TOKEN"  # noqa: S105 (the name of a variable, which holds user:password)


class Connection:
    """Calls one server. Nothing that it raises is of pymilvus or gRPC."""

    def __init__(self, address: MilvusAddress, patience: float = PATIENCE) -> None:
        """Nothing is asked of the server yet; each call may last *patience* seconds.

        Raises:
            StoreError: pymilvus is not installed.
        """
        try:
            import pymilvus  # noqa: F401 (whether it can be)
        except ImportError as error:
            raise StoreError(
                "An index in Milvus needs pymilvus; run: pip install 'pymilvus>=3,<4'"
            ) from error
        logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # what goes wrong, we say
        self._address = address
        self._patience = patience
        self._client: MilvusClient | None = None

    def call(self, name: str, *arguments: Any, **options: Any) -> Any:
        """What ``MilvusClient`` gives for a call of that name.

        A server that is just being started again is waited for a little.

        Raises:
            StoreError: it cannot be reached, does not answer in time, or refuses.
        """
        from grpc import RpcError
        from pymilvus import MilvusException

        options.setdefault("timeout", self._patience)
        end = time.monotonic() + _RECONNECTING
        while True:
            try:
                return getattr(self._connected(), name)(*arguments, **options)
            except (MilvusException, RpcError, ValueError) as error:
                reason = _reason(error)
                if reason != _UNREACHABLE or time.monotonic() > end:
                    raise StoreError(f"{self._address}: {reason}") from error
            self.close()
            time.sleep(_PAUSE)

    def call_if_there(self, name: str, *arguments: Any, **options: Any) -> None:
        """Call what not every server has; raises StoreError where one has it and it fails."""
        try:
            self.call(name, *arguments, **options)
        except StoreError as error:
            if "UNIMPLEMENTED" not in str(error.__cause__):
                raise

    def collections(self) -> list[str]:
        """The names of all collections."""
        return list(self.call("list_collections"))

    def create(
        self, name: str, schema: CollectionSchema, indexes: IndexParams, **options: Any
    ) -> None:
        """Make a collection, empty; ``load`` makes it ready to be searched."""
        self.call("create_collection", name, schema=schema, **options)
        self.call("create_index", name, indexes, sync=False)  # nothing is in it to wait for

    def load(self, name: str) -> None:
        """Have the server finish what it indexes, and take a collection into its memory."""
        self.call("flush", name)
        self.call("load_collection", name, timeout=LOAD_PATIENCE)

    def search(
        self,
        collection: str,
        field: str,
        vectors: Sequence[Any],
        limit: int,
    ) -> list[tuple[list[int], list[float]]]:
        """For each vector the keys of the entities with the largest inner product, and these."""
        found = self.call(
            "search",
            collection,
            data=list(vectors),
            anns_field=field,
            limit=max(1, min(limit, MOST)),
            search_params={"metric_type": "IP"},
        )
        return [(list(hits.ids), list(hits.distances)) for hits in found]

    def get(self, collection: str, keys: Sequence[int], fields: Sequence[str]) -> list[Row]:
        """The entities that have these keys, in no order."""
        rows: list[Row] = []
        for first in range(0, len(keys), MOST):
            ids = list(keys[first : first + MOST])
            rows += self.call("get", collection, ids=ids, output_fields=list(fields))
        return rows

    def count(self, collection: str) -> int:
        """How many entities a collection has; of those written until now."""
        options: Row = {"output_fields": ["count(*)"], "consistency_level": "Strong"}
        rows = self.call("query", collection, filter="", **options)
        return int(rows[0]["count(*)"])

    def close(self) -> None:
        """Let the server go; the next call connects again."""
        client, self._client = self._client, None
        if client:
            client.close()

    def _connected(self) -> MilvusClient:
        from pymilvus import MilvusClient

        client = self._client
        if client is None:
            uri = f"http://{self._address.host}:{self._address.port}"
            token = os.environ.get(_TOKEN, "")
            options = {"dedicated": True, "grpc_options": _RECONNECTS}
            client = MilvusClient(uri=uri, token=token, timeout=self._patience, **options)
            self._client = client
        return client


def _reason(error: Exception) -> str:
    """Why a call failed, in a sentence for a person."""
    text = f"{error} {error.__cause__}"
    if any(word in text for word in ("DEADLINE_EXCEEDED", "timeout", "Timeout")):
        return "the server does not answer in time; try again, or look after it."
    if any(
        word in text for word in ("UNAVAILABLE", "Fail connecting", "server unavailable", _CLOSED)
    ):
        return _UNREACHABLE
    if "collection not found" in text or "can't find collection" in text:
        return "a collection of the index is gone; run: python -m index build"
    return f"the server says: {' '.join(str(error).split())[:300]}"

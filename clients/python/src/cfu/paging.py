"""Lists that come in pages, read as they are walked."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from cfu.wire import WireMessage

Item = TypeVar("Item", bound=WireMessage)
Fetch = Callable[[str], Mapping[str, Any]]


def pages(fetch: Fetch, key: str, kind: type[Item]) -> Iterator[Item]:
    """Yields the items of every page; `fetch` takes the page token, empty for the first."""
    return (kind.from_json(document) for document in documents(fetch, key))


def documents(fetch: Fetch, key: str) -> Iterator[dict[str, Any]]:
    """Yields the items of every page as the API says them."""
    token = ""
    while True:
        page = fetch(token)
        yield from page.get(key, ())
        token = page.get("nextPageToken", "")
        if not token:
            return

"""Lists that come in pages, read as they are walked."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from cfu.wire import WireMessage

Item = TypeVar("Item", bound=WireMessage)


def pages(fetch: Callable[[str], Mapping[str, Any]], key: str, kind: type[Item]) -> Iterator[Item]:
    """Yields the items of every page; `fetch` takes the page token, empty for the first."""
    token = ""
    while True:
        page = fetch(token)
        for document in page.get(key, ()):
            yield kind.from_json(document)
        token = page.get("nextPageToken", "")
        if not token:
            return

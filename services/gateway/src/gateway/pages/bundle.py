"""`GET /app` and everything below it: the staff app, as it was built from `web/`, out of memory.

What is asked for is looked up among the files found at start, so no path leads out of their folder. Every other path is
an address within the app, which the app itself makes sense of.
"""

import gzip
from dataclasses import dataclass
from pathlib import Path

from gateway.errors import RouteNotFound
from gateway.exchange import Answer, Endpoint, Exchange, Headers

INDEX = "index.html"
ASSETS = "assets/"
# Of this machine's own table nobody knows what it says. What is not here is taken for mere bytes by every browser.
KINDS = {
    ".css": b"text/css; charset=utf-8",
    ".html": b"text/html; charset=utf-8",
    ".js": b"text/javascript; charset=utf-8",
    ".png": b"image/png",
    ".svg": b"image/svg+xml",
    ".woff2": b"font/woff2",
}
COMPRESSED = {".css", ".html", ".js", ".svg"}
# A file of another content has another name: a browser never needs to ask for it again.
FOREVER = (b"cache-control", b"public, max-age=31536000, immutable")
POLICY = b"; ".join(
    (
        b"default-src 'none'",
        b"script-src 'self'",
        b"style-src 'self'",
        b"img-src 'self' data:",
        b"connect-src 'self'",
        b"font-src 'self'",
        b"form-action 'self'",
        b"base-uri 'none'",
        b"frame-ancestors 'none'",
        b"require-trusted-types-for 'script'",
        b"trusted-types 'none'",
    )
)


@dataclass(frozen=True, slots=True)
class File:
    """One file of a bundle; `compressed` is empty where that would gain nothing."""

    headers: Headers
    content: bytes
    compressed: bytes


class Bundle:
    """One built app, at one path of the public origin."""

    def __init__(self, folder: Path, path: str, public_origin: str) -> None:
        self._files = {str(file.relative_to(folder)): load(file, folder) for file in folder.rglob("[!.]*.*")}
        self._path = path
        self._public_origin = public_origin.encode("ascii")

    def endpoints(self) -> dict[tuple[str, str], Endpoint]:
        return {("GET", self._path): self, ("GET", self._path + "/{page:path}"): self}

    async def __call__(self, exchange: Exchange) -> Answer:
        name = exchange.scope["path"].removeprefix(self._path).lstrip("/")
        if name.startswith(ASSETS) and name not in self._files:
            raise RouteNotFound
        if name not in self._files and not self._is_public(exchange):
            return Answer(307, [(b"location", self._public_address(exchange))])
        return answer(self._files.get(name) or self._files[INDEX], exchange)

    def _is_public(self, exchange: Exchange) -> bool:
        """Cookies and passkeys belong to one host: under another name of this machine nobody could sign in."""
        return exchange.headers.get(b"host", b"").lower() == self._public_origin.partition(b"//")[2]

    def _public_address(self, exchange: Exchange) -> bytes:
        path: bytes = exchange.scope["raw_path"]
        query: bytes = exchange.scope["query_string"]
        return self._public_origin + path + (b"?" + query if query else b"")


def load(file: Path, folder: Path) -> File:
    content = file.read_bytes()
    compressed = gzip.compress(content, mtime=0) if file.suffix in COMPRESSED else b""
    kind = KINDS.get(file.suffix, b"application/octet-stream")
    headers: Headers = [(b"content-type", kind), (b"content-security-policy", POLICY)]
    if str(file.relative_to(folder)).startswith(ASSETS):
        headers.append(FOREVER)
    if compressed:
        headers.append((b"vary", b"accept-encoding"))
    return File(headers, content, compressed)


def answer(file: File, exchange: Exchange) -> Answer:
    if file.compressed and "gzip" in exchange.header(b"accept-encoding"):
        return Answer(200, [*file.headers, (b"content-encoding", b"gzip")], file.compressed)
    return Answer(200, [*file.headers], file.content)

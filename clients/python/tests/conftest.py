"""A small real HTTP server on loopback that says what a test tells it to and remembers what it was asked."""

import hashlib
import json
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

_PIECE = 64 * 1024
_KEPT = 1024 * 1024


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: str
    headers: "Message[str, str]"
    body: bytes
    size: int
    digest: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    content: object
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()


class LoopbackServer(ThreadingHTTPServer):
    daemon_threads = True
    # Closing waits for no connection that a client still keeps alive.
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.asked: list[Asked] = []
        self._answers: dict[tuple[str, str], list[Answer]] = {}

    def on(
        self,
        method: str,
        path: str,
        content: object = None,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        cookies: tuple[str, ...] = (),
    ) -> None:
        """Adds an answer; answers to one route come in turn, the last one for ever."""
        self._answers.setdefault((method, path), []).append(Answer(content, status, headers or {}, cookies))

    def refuse(
        self, method: str, path: str, status: int, reason: str, *, retry_after: str = "", **problem: object
    ) -> None:
        content = {"type": "about:blank", "title": "Refused", "status": status, "reason": reason, **problem}
        headers = {"Content-Type": "application/problem+json"}
        self.on(
            method,
            path,
            content,
            status=status,
            headers=headers | ({"Retry-After": retry_after} if retry_after else {}),
        )

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        answers = self._answers.get((asked.method, asked.path))
        if not answers:
            return Answer({"title": "no such route"}, 404, {"Content-Type": "application/problem+json"})
        return answers.pop(0) if len(answers) > 1 else answers[0]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: LoopbackServer

    def _work(self) -> None:
        path, _, query = self.path.partition("?")
        digest, size, kept = hashlib.sha256(), 0, b""
        for piece in self._body():
            digest.update(piece)
            size += len(piece)
            kept = kept + piece if size <= _KEPT else kept
        asked = Asked(self.command, path, query, self.headers, kept, size, digest.hexdigest())
        self._reply(self.server.answer(asked))

    do_GET = do_POST = do_PATCH = do_DELETE = _work  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Keeps quiet."""

    def _body(self) -> Iterator[bytes]:
        if self.headers.get("Transfer-Encoding") == "chunked":
            while length := int(self.rfile.readline(), 16):
                yield self.rfile.read(length)
                self.rfile.readline()
            self.rfile.readline()
            return
        left = int(self.headers.get("Content-Length", 0))
        while left:
            piece = self.rfile.read(min(left, _PIECE))
            left -= len(piece)
            yield piece

    def _reply(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        for cookie in answer.cookies:
            self.send_header("Set-Cookie", cookie)
        if isinstance(answer.content, bytes | dict) or answer.content is None:
            self._whole(answer.content)
        else:
            assert isinstance(answer.content, Iterable)
            self._pieces(answer.content)

    def _whole(self, content: bytes | dict[str, Any] | None) -> None:
        text = content if isinstance(content, bytes) else json.dumps(content or {}).encode()
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def _pieces(self, pieces: Iterable[bytes | None]) -> None:
        """Sends pieces one by one; None breaks the connection off in the middle."""
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in pieces:
            if piece is None:
                self.close_connection = True
                return
            self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration folder and a working folder of the test's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("CFU_URL", raising=False)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path

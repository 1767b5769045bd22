"""The whole suite on loopback, started as `./dev up` starts it, in a folder of its own: for e2e tests, faults, benches."""

import contextlib
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kit.testing.servers import free_port

COMMAND = (sys.executable, "-m", "local_suite")


@dataclass(frozen=True)
class Answer:
    """A response of the edge."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class RunningSuite:
    """One running suite, used through its public API."""

    environment: dict[str, str]
    data_dir: Path
    cookie: str = ""

    @property
    def status(self) -> Any:
        done = subprocess.run(
            [*COMMAND, "status", "--json"], env=self.environment, capture_output=True, text=True, check=True
        )
        return json.loads(done.stdout)

    @property
    def port(self) -> int:
        return int(self.environment["CFU_PORT"])

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        cookie: str | None = None,
        raw: bytes | None = None,
    ) -> Answer:
        """One request, with the session's cookie unless another, or an empty one, is given."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Content-Type": "application/json"} if body is not None or raw is not None else {}
        used = self.cookie if cookie is None else cookie
        if used:
            sent["Cookie"] = used
        content = raw if raw is not None else (json.dumps(body).encode() if body is not None else None)
        with contextlib.closing(connection):
            connection.request(method, path, body=content, headers={**sent, **(headers or {})})
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())

    def sign_in(self) -> str:
        """Signs in as the suite's first screen says; the cookie that later calls send."""
        answer = self.call("POST", "/api/v1/session", self.status["signIn"], cookie="")
        assert answer.status == 200, answer.body
        self.cookie = session_cookie(answer)
        return self.cookie

    def upload(self, content: bytes, *, dry_run: bool = False, name: str = "contacts.csv") -> Answer:
        """Uploads a CSV file for import."""
        boundary = "cfu-test-boundary"
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="dryRun"\r\n\r\n{str(dry_run).lower()}\r\n'.encode(),
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'.encode(),
            b"Content-Type: text/csv\r\n\r\n" + content + f"\r\n--{boundary}--\r\n".encode(),
        ]
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        return self.call("POST", "/api/v1/contacts:import", raw=b"".join(parts), headers=headers)

    def up(self) -> None:
        done = subprocess.run(
            [*COMMAND, "up", "--detach"], env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"the suite did not start:\n{done.stdout}\n{done.stderr}")

    def down(self) -> None:
        subprocess.run([*COMMAND, "down"], env=self.environment, capture_output=True, check=False)


def session_cookie(answer: Answer) -> str:
    """The `hn_session` pair of a Set-Cookie header; a plain client over http keeps no Secure cookie by itself."""
    for part in answer.headers["set-cookie"].replace(",", ";").split(";"):
        if part.strip().startswith("hn_session="):
            return part.strip()
    raise AssertionError("no session cookie was set")


@contextlib.contextmanager
def running_suite(**settings: str) -> Iterator[RunningSuite]:
    """Starts a suite of its own and ends it, with every file it made. `settings` are further variables."""
    data_dir = Path(tempfile.mkdtemp(prefix="cfu-suite-"))
    environment = {**os.environ, "CFU_DATA_DIR": str(data_dir), "CFU_PORT": str(free_port()), **settings}
    suite = RunningSuite(environment, data_dir)
    try:
        suite.up()
        suite.sign_in()
        yield suite
    finally:
        suite.down()
        shutil.rmtree(data_dir, ignore_errors=True)

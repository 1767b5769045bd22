"""The whole suite on loopback, started as `./dev up` does, in a folder of its own: for e2e, faults, benches."""

import contextlib
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kit.testing.servers import free_port
from local_suite import letters

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
    people: set[str] = field(default_factory=set)

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
        return f"http://localhost:{self.port}"

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
            received: dict[str, str] = {}
            for name, value in answer.getheaders():
                received[name.lower()] = f"{received[name.lower()]}; {value}" if name.lower() in received else value
            return Answer(answer.status, received, answer.read())

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

    def imported(self, import_id: str) -> Any:
        """The import as it stands."""
        answer = self.call("GET", f"/api/v1/contact-imports/{import_id}")
        return answer.json if answer.status == 200 else {"state": "", "processedCount": 0}

    def wait_for_import(self, import_id: str, *, seconds: float = 120) -> Any:
        """The import once it has ended."""
        ended = {"CONTACT_IMPORT_STATE_SUCCEEDED", "CONTACT_IMPORT_STATE_FAILED"}
        self.wait_until(lambda: self.imported(import_id)["state"] in ended, seconds=seconds)
        return self.imported(import_id)

    def wait_until(self, holds: Callable[[], bool], *, seconds: float) -> None:
        """Returns once `holds`; fails when it does not within `seconds`."""
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, "did not come about in time"
            time.sleep(0.1)

    def create_user(self, email: str, role: str, password: str, workspace: str = "sandbox") -> None:
        command = [*COMMAND, "create-user", "--email", email, "--role", role, "--workspace", workspace]
        subprocess.run(command, env=self.environment, input=password, text=True, capture_output=True, check=True)

    def sign_in_as(self, role: str, workspace: str = "sandbox") -> str:
        """The cookie of a new session of a user of the workspace with this role, made on first use."""
        email, password = f"{role.lower()}@{workspace}.example", "a fine long passphrase 7"
        if email not in self.people:
            self.create_user(email, role, password, workspace)
            self.people.add(email)
        answer = self.call("POST", "/api/v1/session", {"email": email, "password": password}, cookie="")
        assert answer.status == 200, answer.body
        return session_cookie(answer)

    def letters(self, to: str) -> list[str]:
        """The texts of the letters to this address, oldest first."""
        return [letters.text(letter) for letter in letters.received(self.data_dir / "mail", to)]

    def link_token(self, to: str, number: int = 1) -> str:
        """The secret in the link of the newest letter to this address, once there are so many."""
        self.wait_until(lambda: len(self.letters(to)) >= number, seconds=30)
        found = re.search(r"#token=([A-Za-z0-9_-]+)", self.letters(to)[-1])
        assert found, "there is no link in the letter"
        return found[1]

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
    for part in answer.headers["set-cookie"].split(";"):
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

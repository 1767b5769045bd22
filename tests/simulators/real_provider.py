"""A real OpenID Connect provider (npm `oidc-provider`) on loopback, and a browser to sign in there with.

Its packages are installed once, as the lock file says, into `.local/`; Node.js comes from a wheel.
"""

import fcntl
import hashlib
import http.client
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

import pytest

from kit.testing.servers import free_port
from local_suite.pages import NODE, NPM

SOURCES = Path(__file__).parent / "oidc"
ROOT = Path(__file__).resolve().parents[2]
CLIENT_ID = "contactfollowup"
CLIENT_SECRET = "for-tests-on-loopback-only"
MOST_REDIRECTS = 20
INSTALL_SECONDS = 300


@dataclass
class Page:
    """What a browser ended up at."""

    status: int
    url: str
    headers: list[tuple[str, str]]
    text: str

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")


@dataclass
class Browser:
    """Keeps cookies by host and port, and follows redirects until one leads to `stops_at`."""

    stops_at: str
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    def go(self, url: str, form: dict[str, str] | None = None) -> Page:
        for _ in range(MOST_REDIRECTS):
            page = self._ask(url, form)
            target = page.header("location")
            if not target:
                return page
            url, form = urljoin(url, target), None
            if url.startswith(self.stops_at):
                return Page(page.status, url, page.headers, "")
        raise AssertionError("redirected without end")

    def _ask(self, url: str, form: dict[str, str] | None) -> Page:
        parts = urlsplit(url)
        jar = self.cookies.setdefault(parts.netloc, {})
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items()), "Accept": "text/html"}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection(parts.netloc, timeout=30)) as connection:
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            connection.request("POST" if form is not None else "GET", path, urlencode(form or {}), headers)
            answer = connection.getresponse()
            page = Page(answer.status, url, answer.getheaders(), answer.read().decode())
        for name, value in page.headers:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                jar[key] = rest.partition(";")[0]
        return page


@dataclass(frozen=True)
class RealProvider:
    issuer: str

    def sign_in(self, browser: Browser, url: str, login: str) -> str:
        """What a person does there: says who they are, agrees. The address that the browser is sent back to."""
        page = browser.go(url)
        for prompt in ("login", "consent"):
            if page.url.startswith(browser.stops_at):
                break
            assert page.status == 200, page.text
            page = browser.go(page.url, {"prompt": prompt, "login": login, "password": "any"})
        assert page.url.startswith(browser.stops_at), page.text
        return page.url

    def tells(self, login: str, **facts: list[str]) -> None:
        """What it tells of somebody from now on: `groups`, and by `amr` how they prove who they are."""
        parts = urlsplit(self.issuer)
        with closing(http.client.HTTPConnection(parts.netloc, timeout=30)) as connection:
            connection.request("PUT", f"/people/{login}", json.dumps(facts))
            assert connection.getresponse().status == 204

    def sign_out(self, browser: Browser) -> None:
        """The person signs out at the provider, which tells everybody it signed them in to."""
        page = browser.go(f"{self.issuer}/session/end")
        found = re.search(r'name="xsrf" value="([^"]+)"', page.text)
        assert found, page.text
        browser.go(f"{self.issuer}/session/end/confirm", {"xsrf": found.group(1), "logout": "yes"})


def installed() -> Path:
    """The folder of the provider's packages. Skips the test where npm cannot install them."""
    known = b"".join((SOURCES / name).read_bytes() for name in ("package-lock.json", "provider.mjs"))
    folder = ROOT / ".local" / "oidc-provider" / hashlib.sha256(known).hexdigest()[:16]
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Test workers run beside each other: one installs, the others wait.
    with (folder.parent / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not (folder / "installed").exists():
            install(folder)
    return folder


def install(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for path in SOURCES.iterdir():
        if path.is_file():
            shutil.copy(path, folder)
    command = [str(NODE), str(NPM), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    if done.returncode:
        pytest.skip(f"npm cannot install oidc-provider here: {done.stderr.strip()[-300:]}")
    (folder / "installed").touch()


@contextmanager
def real_provider(origin: str) -> Iterator[RealProvider]:
    """Runs one that knows the deployment at `origin` as its client."""
    port = free_port()
    settings = {
        "port": port,
        "clientId": CLIENT_ID,
        "clientSecret": CLIENT_SECRET,
        "redirectUri": f"{origin}/api/v1/sso/callback",
        "logoutUri": f"{origin}/api/v1/sso/backchannel-logout",
    }
    command = [str(NODE), "provider.mjs", json.dumps(settings)]
    with subprocess.Popen(command, cwd=installed(), stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            while "listening" not in (line := process.stdout.readline()):
                assert line, "the provider did not start"
            yield RealProvider(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()

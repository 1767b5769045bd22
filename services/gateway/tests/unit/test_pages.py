"""The staff app as the edge serves it: what comes from its folder, and what never does."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.routing import Router

from gateway.app import layers
from gateway.middleware.buckets import Rate
from gateway.middleware.limits import RateLimits
from gateway.pages.bundle import POLICY, Bundle
from gateway.pages.home import home
from gateway.resource import nothing_here
from gateway.routes import routes
from gateway.settings import built_pages

ORIGIN = "https://crm.example.com"
INDEX = "<!doctype html><title>app</title>"
SCRIPT = "export const answer = 42;"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "app/assets").mkdir(parents=True)
    (tmp_path / "app/index.html").write_text(INDEX)
    (tmp_path / "app/assets/index-abc.js").write_text(SCRIPT)
    (tmp_path / "secret.html").write_text("outside")
    return tmp_path


@pytest.fixture
async def browser(folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    endpoints = {**Bundle(folder / "app", "/app", ORIGIN).endpoints(), ("GET", "/"): home(ORIGIN)}
    rate = Rate(1000, 1000)
    router = Router(routes(endpoints, ORIGIN), redirect_slashes=False, default=nothing_here)
    asgi = layers(router, RateLimits(rate, rate, rate, lambda: 0.0))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(asgi), base_url=ORIGIN) as client:
        yield client


@pytest.mark.parametrize("path", ["/app", "/app/", "/app/sign-in", "/app/settings/users", "/app/%2e%2e/secret.html"])
async def test_every_address_of_the_app_is_its_page(browser: httpx.AsyncClient, path: str) -> None:
    page = await browser.get(path)
    assert (page.status_code, page.text) == (200, INDEX)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-store"
    assert page.headers.get_list("content-security-policy") == [POLICY.decode()]
    assert page.headers["x-frame-options"] == "DENY"


async def test_a_file_is_kept_for_good_and_comes_compressed(browser: httpx.AsyncClient) -> None:
    plain = await browser.get("/app/assets/index-abc.js", headers={"accept-encoding": "identity"})
    small = await browser.get("/app/assets/index-abc.js", headers={"accept-encoding": "gzip"})
    assert plain.text == small.text == SCRIPT
    assert "content-encoding" not in plain.headers
    assert small.headers["content-encoding"] == "gzip"
    assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert plain.headers["content-type"] == "text/javascript; charset=utf-8"
    assert plain.headers["x-content-type-options"] == "nosniff"


async def test_a_file_of_an_earlier_build_is_missing_and_not_a_page(browser: httpx.AsyncClient) -> None:
    gone = await browser.get("/app/assets/index-old.js")
    assert (gone.status_code, gone.json()["reason"]) == (404, "NOT_FOUND")
    assert gone.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_nothing_is_written_to_a_page(browser: httpx.AsyncClient, method: str) -> None:
    refused = await browser.request(method, "/app/sign-in")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


async def test_head_tells_what_get_would(browser: httpx.AsyncClient) -> None:
    assert (await browser.head("/app", headers={"accept-encoding": "identity"})).headers["content-length"] == str(
        len(INDEX)
    )


async def test_under_another_name_a_page_leads_to_the_public_origin(browser: httpx.AsyncClient) -> None:
    for host in ("127.0.0.1:8080", "crm.example.com.evil.example", ""):
        led = await browser.get("/app/confirm?a=%0d%0ab", headers={"host": host})
        assert (led.status_code, led.headers["location"]) == (307, f"{ORIGIN}/app/confirm?a=%0d%0ab")
    assert (await browser.get("/app/assets/index-abc.js", headers={"host": "127.0.0.1:8080"})).status_code == 200
    assert (await browser.get("/")).headers["location"] == f"{ORIGIN}/app"


def test_a_folder_without_pages_is_refused_at_start(folder: Path) -> None:
    assert built_pages(str(folder)) == folder
    with pytest.raises(ValueError, match="build the pages first"):
        built_pages(str(folder / "app"))

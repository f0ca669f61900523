"""Each example is downloaded, unpacked and started, as its reader does."""

import io
import os
import re
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from snippets import example_zip
from tests.examples.servers.running import PASSWORD
from tests.examples.servers.three_servers import Browser, give_password
from tests.redis_servers import ReservedPort, wait_for

ROOT = Path(__file__).parents[2]
PATHS = {
    "fastapi-session": ("/login", "/me", "/logout"),
    "opaque": ("/login", "/me", "/logout"),
    "fastapi-jwt": ("/login", "/me", "/logout"),
    "fastapi-hybrid": ("/web/login", "/web/me", "/web/logout"),
}


def unpack(name: str, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(example_zip.pack(ROOT, name))) as archive:
        archive.extractall(folder)
    return folder / name


@contextmanager
def started(folder: Path) -> Iterator[httpx.Client]:
    """Run the one command; this Python has the locked packages already."""
    names = ("PORT", "API_PORT", "ISSUER_PORT")
    reserved = [ReservedPort() for _ in names]
    numbers = [str(port.number) for port in reserved]
    variables = dict(zip(names, numbers, strict=True))
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "start.py"],
            cwd=folder,
            env=os.environ | {"DEMO_PASSWORD": PASSWORD, "PYTHONPATH": ""} | variables,
            stdout=out,
            stderr=out,
        )
    client = httpx.Client(base_url=f"http://127.0.0.1:{numbers[0]}", timeout=10)

    def answers() -> bool:
        assert process.poll() is None, log.read_text()
        try:
            return client.get("/").status_code < 500
        except httpx.TransportError:
            return False

    try:
        wait_for(answers, f"an answer of {folder.name}", 60)
        yield client
    finally:
        client.close()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0, log.read_text()
        for port in reserved:
            port.release()


@pytest.mark.parametrize("name", PATHS)
def test_an_example_is_unpacked_and_runs(name: str, tmp_path: Path) -> None:
    log_in, me, log_out = PATHS[name]
    folder = unpack(name, tmp_path)
    with started(folder) as http:
        answer = http.post(log_in, json={"username": "alice", "password": PASSWORD})
        body = answer.json()
        headers = {"Authorization": f"Bearer {body.get('access_token')}"}
        if "csrf_token" in body:
            cookie = answer.headers["Set-Cookie"].partition(";")[0]
            headers = {"Cookie": cookie, "X-CSRF-Token": body["csrf_token"]}
        assert http.get(me, headers=headers).json()["user"] == "alice"
        assert http.get(me).status_code == 401
        assert http.post(log_out, headers=headers).status_code == 204
        # Only the plain JWT goes on: that is what the guide shows.
        expected = 200 if name == "fastapi-jwt" else 401
        assert http.get(me, headers=headers).status_code == expected


def test_a_backend_for_the_front_end_is_unpacked_and_runs(tmp_path: Path) -> None:
    with started(unpack("bff", tmp_path)) as http:
        own = str(http.base_url).rstrip("/")
        browser = Browser()

        def form() -> httpx.Response:
            return browser.follow(browser.ask("GET", f"{own}/login"))

        # The provider may take longer to start than the backend.
        wait_for(lambda: form().status_code == 200, "the provider's form", 60)
        give_password(browser, form(), "alice")
        answer = browser.ask("GET", f"{own}/api/orders")
        assert answer.json()["user"] == "alice"
        csrf = browser.ask("GET", f"{own}/me").json()["csrf_token"]
        browser.ask("POST", f"{own}/logout", headers={"X-CSRF-Token": csrf})
        assert browser.ask("GET", f"{own}/me").status_code == 401


def test_equal_files_make_equal_archives() -> None:
    assert example_zip.pack(ROOT, "opaque") == example_zip.pack(ROOT, "opaque")
    kept = example_zip.archives(ROOT)["assets/examples/opaque.zip"]
    assert kept == example_zip.pack(ROOT, "opaque")


@pytest.mark.parametrize("name", example_zip.NAMES)
def test_packages_are_pinned_and_locked_with_hashes(name: str, tmp_path: Path) -> None:
    folder = unpack(name, tmp_path)
    project = (folder / "pyproject.toml").read_text()
    lock = (folder / "requirements.txt").read_text()
    pinned = re.findall(r'^    "([a-z0-9-]+==[^"]+)",$', project, re.M)
    assert {"pyjwt", "argon2-cffi"} <= {one.partition("==")[0] for one in pinned}
    for one in pinned:
        assert re.search(rf"^{re.escape(one)}[ \\]", lock, re.M)
    blocks = re.split(r"^(?=[a-z0-9])", lock, flags=re.M)[1:]
    assert all("--hash=sha256:" in block for block in blocks)
    # No test tool, and no package of the site.
    assert not re.search(r"^(pytest|mkdocs|playwright)", lock, re.M)


def test_the_modules_are_those_of_the_guide(tmp_path: Path) -> None:
    folder = unpack("fastapi-session", tmp_path)
    for file in (folder / "examples").rglob("*.py"):
        assert file.read_bytes() == (ROOT / file.relative_to(folder)).read_bytes()
    assert not (folder / "examples/servers/django_session.py").exists()
    assert (folder / "examples/stores/redis.py").exists()  # imported late


def test_each_outcome_of_the_chooser_has_its_archive() -> None:
    from examples.chooser.rules import PROFILES  # noqa: PLC0415

    assert {*example_zip.NAMES} == {profile.example for profile in PROFILES}
    assert {*example_zip.archives(ROOT)} == {
        f"assets/examples/{name}.zip" for name in example_zip.NAMES
    }

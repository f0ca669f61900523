"""Attack one library in one setting, in a process of its own.

`python -m bench.libraries.worker NAME SETTING ALGORITHM` prints the cells as JSON.
`--serve` leaves the application running instead, for curl.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.libraries.attacks import ATTACKS, Attack
from bench.libraries.clock import Clock
from bench.libraries.site import (
    BrokenError,
    Exchange,
    NotApplicableError,
    Site,
)
from examples.libraries.catalogue import ENTRIES, Entry

NEED_REDIS = {"flask_session_server", "starsessions_server", "own_servers"}
NEED_REDIS |= {"fastapi_users_app"}
ASGI = {"FastAPI", "Starlette", "any"}


class RedisServer:
    """A Redis of this process's own, on a free port of this machine."""

    def __init__(self, folder: str) -> None:
        program = shutil.which("redis-server") or shutil.which("valkey-server")
        if program is None:
            raise BrokenError("There is no redis-server: run make setup-test.")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}"
        self._command = [program, "--port", str(self.port), "--bind", "127.0.0.1"]
        self._command += ["--save", "", "--appendonly", "no", "--dir", folder]
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        import redis

        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        client = redis.Redis(port=self.port)
        end = time.monotonic() + 10
        while True:
            try:
                client.ping()
                client.close()
                return
            except redis.ConnectionError:
                if time.monotonic() > end:
                    raise BrokenError("Redis did not start.") from None
                time.sleep(0.02)

    def stop(self) -> None:
        """Stop it at once."""
        self._process.kill()
        self._process.wait(10)


def attack_one(site: Site, one: Attack) -> dict[str, Any]:
    """Run one attack, and return its cell."""
    site.clock.reset()
    cell: dict[str, Any]
    try:
        result = one.run(site)
        cell = {"outcome": result.outcome, "words": result.words}
        cell["evidence"] = [shown(each) for each in result.shown]
    except NotApplicableError as reason:
        cell = {"outcome": "none", "words": str(reason), "evidence": []}
    except BrokenError as reason:
        cell = {"outcome": "broken", "words": str(reason)[:300], "evidence": []}
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(where.filename).name}:{where.lineno}"
        words = f"{type(error).__name__} in {place}: {error}"[:300]
        cell = {"outcome": "broken", "words": words, "evidence": []}
    finally:
        site.clock.reset()
    return cell


def shown(each: Exchange | str) -> dict[str, str]:
    """Return a piece of evidence."""
    return {"note": each} if isinstance(each, str) else each.evidence()


def open_site(entry: Entry, setting: Any, folder: str) -> Site:
    """Start the application of an entry, with a database and a Redis of its own."""
    os.environ["DATABASE"] = str(Path(folder, "database.sqlite3"))
    os.environ.setdefault("DEMO_PASSWORD", "correct-horse-battery")
    server, client = None, None
    if entry.module in NEED_REDIS or entry.options.get("engine") == "cache":
        import redis

        server = RedisServer(folder)
        os.environ["REDIS_URL"] = server.url
        client = redis.Redis(port=server.port)
    adapter = entry.make(setting)
    asgi = entry.framework in ASGI
    site = Site(adapter, Clock(client if adapter.redis else None), asgi=asgi)
    site.cache |= {"kind": entry.kind, "name": entry.name}
    site.cache |= {"redis": client, "server": server}
    return site


def main() -> None:
    """Attack, or serve."""
    parser = argparse.ArgumentParser(prog="bench.libraries.worker")
    parser.add_argument("name", choices=[one.name for one in ENTRIES])
    parser.add_argument("setting", choices=["quick-start", "safest"])
    parser.add_argument("algorithm", nargs="?", default="HS256")
    parser.add_argument("--attacks", default="", help="only these, by name")
    parser.add_argument("--serve", action="store_true")
    given = parser.parse_args()
    entry = next(one for one in ENTRIES if one.name == given.name)
    os.environ["ALGORITHM"] = given.algorithm
    warnings.simplefilter("ignore")
    import logging

    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        site = open_site(entry, given.setting, folder)
        try:
            if given.serve:
                serve(site)
            else:
                print(json.dumps(cells(site, entry, given)))
        finally:
            if site.cache["server"]:
                site.cache["server"].stop()
    sys.stdout.flush()
    # Servers run in threads that wait for requests: end without them.
    os._exit(0)


def cells(site: Site, entry: Entry, given: argparse.Namespace) -> dict[str, Any]:
    """Run the attacks of an algorithm, and return their cells."""
    wanted = [one for one in ATTACKS if one.algorithm == given.algorithm]
    if entry.algorithms == ("RS256",) or not entry.algorithms:
        wanted = list(ATTACKS)
    if given.attacks:
        wanted = [one for one in ATTACKS if one.name in given.attacks.split(",")]
    found = {}
    for one in wanted:
        start = time.monotonic()
        found[one.name] = attack_one(site, one)
        print(
            f"{time.monotonic() - start:6.2f} s  {one.name:24}"
            f"{found[one.name]['outcome']:8} {found[one.name]['words']}",
            file=sys.stderr,
            flush=True,
        )
    return {
        "version": version(entry.package) if entry.package else "",
        "setting": site.adapter.setting,
        "cells": found,
    }


def serve(site: Site) -> None:
    """Say how to reach the application, and wait for an interrupt."""
    person = site.person()
    adapter = site.adapter
    print(f"http://127.0.0.1:{site.port}", f"{person.name} / {person.password}")
    for name in ("login", "me", "logout", "refresh", "visit", "slow", "slow_cart"):
        if route := getattr(adapter, name):
            print(f"  {name}: {route.method} {route.path} {dict(route.body)}")
    print("Ctrl-C ends it.", flush=True)
    try:
        while True:
            time.sleep(1)
            if not adapter.gate.reached.is_set():
                continue
            # A slow request takes five seconds here.
            time.sleep(5)
            adapter.gate.open()
            time.sleep(1)
            adapter.gate.close()
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()

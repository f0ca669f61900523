"""Run an example server: `python -m examples.servers.run NAME --port PORT`."""

import argparse
import os
import sys
from collections.abc import Sequence

from examples.auth.users import NAMES
from examples.servers.registry import ASGI, EXTRA_SERVERS, SERVERS
from examples.servers.settings import read_settings

HOST = "127.0.0.1"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the named server, or list the names if there is none.

    Args:
        arguments: the command line; None stands for that of this process.

    """
    parser = argparse.ArgumentParser(prog="examples.servers.run", description=__doc__)
    names = ["", *SERVERS, *EXTRA_SERVERS]
    parser.add_argument("name", nargs="?", choices=names, default="")
    parser.add_argument("--host", default=HOST, help=f"address to listen on ({HOST})")
    parser.add_argument("--port", type=int, help="port to listen on (PORT, or 8001)")
    given = parser.parse_args(arguments)
    if not given.name:
        print("Give one of these names:", *SERVERS, sep="\n  ")
        return
    settings = read_settings()
    port = given.port or settings.port
    if not os.environ.get("DEMO_PASSWORD"):
        os.environ["DEMO_PASSWORD"] = settings.demo_password
        print(f"The password of {' and '.join(NAMES)}: {settings.demo_password}")
    print(f"{given.name} on http://{given.host}:{port}/", flush=True)
    command = command_of(given.name, port, given.host)
    # The process becomes the server, so that a signal to it reaches the server.
    os.execv(command[0], command)  # noqa: S606


def command_of(name: str, port: int, host: str = HOST) -> list[str]:
    """Return the command that starts a server.

    It starts one process, because the process holds the signing keys in its memory,
    and without Redis all other state too.

    Args:
        name: a name of the registry.
        port: the TCP port to listen on.
        host: the address to listen on.

    """
    module = (SERVERS | EXTRA_SERVERS)[name]
    if name in ASGI:
        options = ["--host", host, "--port", str(port), "--no-server-header"]
        options += ["--log-level", "warning", "--no-access-log"]
        # TRUSTED_PROXIES decides which proxies count. Uvicorn on its own believes
        # the X-Forwarded-For of every client on this machine.
        options.append("--no-proxy-headers")
        return [
            sys.executable,
            "-m",
            "uvicorn",
            "--factory",
            f"{module}:make_app",
            *options,
        ]
    options = ["--bind", f"{host}:{port}"]
    options += ["--config", "python:examples.servers.gunicorn_settings"]
    return [sys.executable, "-m", "gunicorn", *options, f"{module}:make_app()"]


if __name__ == "__main__":
    main()

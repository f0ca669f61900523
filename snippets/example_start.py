"""Start this example: `python start.py`. See README.md."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import venv
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

COMMANDS: list[list[str]] = []
LEAST = (3, 12)
HERE = Path(__file__).resolve().parent
PYTHON = HERE / ".venv" / "bin" / "python"


def missing() -> list[str]:
    """List the locked packages that this Python does not have in their version."""
    found = []
    for line in (HERE / "pyproject.toml").read_text().splitlines():
        name, pinned, wanted = line.strip(' ",').partition("==")
        if pinned:
            try:
                if version(name) == wanted:
                    continue
            except PackageNotFoundError:
                pass
            found.append(f"{name}=={wanted}")
    return found


def install() -> None:
    """Install the locked packages into .venv, and go on with its Python."""
    if Path(sys.prefix) != PYTHON.parents[1]:
        if not PYTHON.exists():
            print("Installing the locked packages into .venv", flush=True)
            venv.create(PYTHON.parents[1], with_pip=True)
            command = [
                str(PYTHON),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--require-hashes",
            ]
            command += ["--disable-pip-version-check", "--requirement"]
            if subprocess.call([*command, str(HERE / "requirements.txt")]):
                shutil.rmtree(PYTHON.parents[1])
                sys.exit("The packages could not be installed: see the lines above.")
        os.execv(PYTHON, [str(PYTHON), str(HERE / "start.py")])  # noqa: S606
    sys.exit(
        f"These packages are missing from .venv: {', '.join(missing())}. "
        "Delete the folder .venv, and start again."
    )


def main() -> None:
    """Start the servers, and stop them together."""
    if sys.version_info < LEAST:
        sys.exit("This example needs Python 3.12 or later: start it with that one.")
    if missing():
        install()
    variables = dict(os.environ)
    ports = {
        name: variables.get(variable) or default
        for name, variable, default in (
            ("port", "PORT", "8001"),
            ("api", "API_PORT", "8000"),
            ("issuer", "ISSUER_PORT", "8002"),
        )
    }
    if not variables.get("DEMO_PASSWORD"):
        variables["DEMO_PASSWORD"] = secrets.token_urlsafe(12)
        print("The password of alice and bob:", variables["DEMO_PASSWORD"])
    # Where the servers of a backend for the front end find each other, and the secret
    # that it shares with the identity provider.
    variables.setdefault("CLIENT_SECRET", secrets.token_urlsafe(32))
    for name, port in (
        ("API_URL", "api"),
        ("ISSUER", "issuer"),
        ("CLIENT_URL", "port"),
    ):
        variables[name] = f"http://127.0.0.1:{ports[port]}"
    print(f"Starting http://127.0.0.1:{ports['port']}/", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    servers = [
        subprocess.Popen(
            [sys.executable, *(part.format(**ports) for part in command)],
            cwd=HERE,
            env=variables,
        )
        for command in COMMANDS
    ]
    try:
        servers[-1].wait()
    except KeyboardInterrupt:
        pass
    finally:
        for server in servers:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()

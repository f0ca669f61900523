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
    ports = {"port": os.environ.get("PORT") or "8001"}
    ports["api"] = os.environ.get("API_PORT") or "8000"
    variables = {**os.environ, "API_URL": f"http://127.0.0.1:{ports['api']}"}
    if not variables.get("DEMO_PASSWORD"):
        variables["DEMO_PASSWORD"] = secrets.token_urlsafe(12)
        print("The password of alice and bob:", variables["DEMO_PASSWORD"])
    if len(COMMANDS) > 1:
        # The API sees every user at the address of the backend in front of it.
        variables.setdefault("TRUSTED_PROXIES", "127.0.0.1")
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

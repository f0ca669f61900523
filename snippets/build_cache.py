"""Keep what a build made under the hash of everything that it was made from."""

import hashlib
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
FOLDER = Path("build", "cache")


def digest(root: Path, files: Iterable[Path]) -> str:
    """Hash the paths below `root` and the contents of files, in the order given.

    Args:
        root: the folder that contains all the files.
        files: the files to hash.

    Returns:
        16 hexadecimal characters.

    """
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(root).as_posix()}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:16]


def build_code(checkout: Path) -> list[Path]:
    """List the files that decide how a checkout builds: the code and the lock files."""
    return [
        *sorted((checkout / "snippets").glob("*.*")),
        checkout / "package-lock.json",
        *sorted(checkout.glob("requirements*.lock")),
    ]


# Read once, at the import, because this process goes on running the code it imported.
CODE = f"{digest(CHECKOUT, build_code(CHECKOUT))} {sys.version}"


def key(root: Path, files: Iterable[Path]) -> str:
    """Hash files together with the build's own code, its packages and its Python."""
    return text_key(digest(root, files))


def text_key(text: str) -> str:
    """Hash a text together with the build's own code, its packages and its Python."""
    return hashlib.sha256(f"{CODE} {text}".encode()).hexdigest()[:16]


def examples_key(root: Path) -> str:
    """Return the key of a result that any example below `root` may change."""
    return key(root, sorted((root / "examples").rglob("*.py")))


def cached(
    root: Path,
    name: str,
    key: str,
    make: Callable[[], str],
    is_sound: Callable[[str], bool] = bool,
) -> str:
    """Return the text that an earlier build made from the same inputs, or make it.

    Two builds may do this at once, because each writes its own file and then moves
    it to its place in one step. A damaged file counts as missing.

    Args:
        root: the checkout, whose `build/cache` keeps the files.
        name: what the text is, as the beginning of a file name.
        key: what `key` returned for everything that decides the text.
        make: makes the text; whatever it raises leaves the cache as it was.
        is_sound: says whether the files that a kept text names are still whole.

    """
    file = root / FOLDER / f"{name}-{key}"
    found = read(file)
    if found is None or not is_sound(found):
        found = make()
        write(file, found)
    return found


def read(file: Path) -> str | None:
    """Read a text that `write` wrote; return None if it is missing or damaged."""
    try:
        checksum, _, text = file.read_bytes().partition(b"\n")
    except FileNotFoundError:
        return None
    return text.decode() if checksum == checksum_of(text) else None


def write(file: Path, text: str) -> None:
    """Write a text with its checksum, so that a reader sees the whole file or none."""
    content = text.encode()
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as scratch:
        scratch.write(checksum_of(content) + b"\n" + content)
    Path(scratch.name).replace(file)


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal, or an empty string without one."""
    return checksum_of(path.read_bytes()).decode() if path.exists() else ""


def checksum_of(content: bytes) -> bytes:
    """Return the SHA-256 of some bytes as hexadecimal characters."""
    return hashlib.sha256(content).hexdigest().encode()

"""Articles from files and from standard input, read as bytes so that no line end is changed on the way."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from quoteex.document import Article
from quoteex.errors import InputError
from quoteex.reading.decode import decode

STDIN = "-"
"""What a user writes in place of a path to mean standard input."""


def read_article(source: str, stdin: BinaryIO | None) -> Article:
    """Return the article in the file named ``source``, or on ``stdin`` when that is ``-``.

    The article's id is the file's stem, or ``stdin``; its source is ``source``, as the user named it. Raises
    :class:`InputError` when it cannot be read or is not text; other inputs are not affected.
    """
    if source == STDIN:
        return _read_stdin(stdin)
    return Article(text=decode(_read_bytes(source), source), id=Path(source).stem, source=source)


def _read_stdin(stdin: BinaryIO | None) -> Article:
    if stdin is None:
        raise InputError("standard input: is closed; pipe a text into quoteex or name a file")
    try:
        data = stdin.read()
    except OSError as error:
        raise InputError(f"standard input: cannot be read ({_reason(error)})") from error
    return Article(text=decode(data, "standard input"), id="stdin", source=STDIN)


def _read_bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file; check the path") from error
    except IsADirectoryError as error:
        raise InputError(
            f"{path}: is a directory; name the files in it, for example {path.rstrip('/')}/*.txt"
        ) from error
    except PermissionError as error:
        raise InputError(f"{path}: no permission to read it; check its owner and mode") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the path
        raise InputError(f"{path}: cannot be read ({_reason(error)})") from error


def _reason(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)

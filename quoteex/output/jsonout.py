"""Records as JSON: indented, one object after another, or one a line; always UTF-8, never escaped to ASCII."""

from __future__ import annotations

import json
import re
from typing import BinaryIO

from quoteex.document import Extraction
from quoteex.output.record import to_record

# A file name that is not UTF-8 reaches Python as lone surrogates, which UTF-8 cannot hold. Escaped as \udcff they
# would be refused by strict JSON readers; U+FFFD is one code point as well.
_SURROGATE = re.compile("[\ud800-\udfff]")

# JSON leaves these raw: terminals act on DEL and the C1 controls (U+009B begins escape sequences), and some readers
# of JSON lines take U+0085, U+2028 and U+2029 for line ends. Escaped they mean the same.
_RISKY = re.compile("[\x7f-\x9f\u2028\u2029]")


def write_json(extraction: Extraction, stream: BinaryIO) -> None:
    """Write the record indented by two spaces, with a line end, and flush."""
    write_object(to_record(extraction), stream, indent=2)


def write_jsonl(extraction: Extraction, stream: BinaryIO) -> None:
    """Write the record on one line and flush."""
    write_object(to_record(extraction), stream, indent=None)


def write_object(value: object, stream: BinaryIO, *, indent: int | None) -> None:
    """Write any JSON value with a line end and flush, so that a reader at a pipe has it at once."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    text = _RISKY.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    stream.write(_SURROGATE.sub("\ufffd", text).encode("utf-8") + b"\n")
    stream.flush()

"""Who is quoted, for programs: JSON, a JSON object for each speaker on one line, comma-separated values; all UTF-8.

Everywhere shares are rounded to four digits, and documents are called by their source, standard input ``stdin``.
"""

from __future__ import annotations

import csv
import io
from typing import Any, BinaryIO

from quoteex.output.jsonout import write_object
from quoteex.output.speakers import Quoted, Tally
from quoteex.output.visible import visible

COLUMNS = ("document", "name", "kind", "roles", "quotes", "words", "share")
"""Of the comma-separated values, in order; columns are only ever added at the end."""


def write_speakers_json(tally: Tally, stream: BinaryIO) -> None:
    """Write one indented object: ``documents`` (how many) or ``document`` (which one), and ``speakers``."""
    of = {"documents": tally.documents} if tally.document is None else {"document": tally.document}
    write_object(of | {"speakers": [_row(speaker) for speaker in tally.speakers]}, stream, indent=2)


def write_speakers_jsonl(tally: Tally, stream: BinaryIO) -> None:
    """Write an object for each speaker on one line; ``document`` is ``null`` for several documents added up."""
    for speaker in tally.speakers:
        write_object({"document": tally.document} | _row(speaker), stream, indent=None)


class CsvWriter:
    """Writes tallies to one stream as comma-separated values: the names of the columns, then a line for each speaker.

    In the way of RFC 4180, but lines end in a line feed alone. Control characters in names become visible.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._begun = False

    def write(self, tally: Tally) -> None:
        """Write the speakers of ``tally``, before the first ones the names of the columns, and flush."""
        lines = io.StringIO(newline="")
        rows = csv.writer(lines, lineterminator="\n")
        if not self._begun:
            rows.writerow(COLUMNS)
        rows.writerows(_cells(tally.document, speaker) for speaker in tally.speakers)
        self._begun = True
        self._stream.write(lines.getvalue().encode("utf-8"))
        self._stream.flush()


def _row(speaker: Quoted) -> dict[str, Any]:
    return {
        "name": speaker.name,
        "kind": speaker.kind.value,
        "roles": list(speaker.roles),
        "quotes": speaker.quotes,
        "words": speaker.words,
        "share": round(speaker.share, 4),
    }


def _cells(document: str | None, speaker: Quoted) -> tuple[str | int | float, ...]:
    return (
        visible(document or ""),
        visible(speaker.name),
        speaker.kind.value,
        visible("; ".join(speaker.roles)),
        speaker.quotes,
        speaker.words,
        round(speaker.share, 4),
    )

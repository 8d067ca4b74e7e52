"""``quoteex schema``: the JSON Schema of the records."""

from __future__ import annotations

import sys


def schema() -> None:
    """Print the JSON Schema of the records.

    It is of draft 2020-12 and describes what "quoteex extract" prints with --json and --jsonl.

    \b
    Example:
      quoteex schema > quoteex-1.schema.json
    """
    from quoteex.output.jsonout import write_object
    from quoteex.output.schema import json_schema

    write_object(json_schema(), sys.stdout.buffer, indent=2)

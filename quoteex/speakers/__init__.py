"""Who speaks: the speakers' words at the quotations become named people, organisations, groups and documents."""

from __future__ import annotations

from quoteex.speakers.naming import name_speakers

__all__ = ["name_speakers"]

"""German contractions of preposition and article: UD's multi-word tokens."""

from __future__ import annotations

_TABLE = """
am an dem, ans an das, aufm auf dem, aufs auf das, beim bei dem, durchs durch das, fürs für das, hinterm hinter dem,
hinters hinter das, im in dem, ins in das, überm über dem, übers über das, ums um das, unterm unter dem,
unters unter das, vom von dem, vorm vor dem, vors vor das, zum zu dem, zur zu der
"""
EXPANSIONS = {
    contraction: (preposition, article)
    for contraction, preposition, article in (entry.split() for entry in _TABLE.split(","))
}
"""Preposition and article by contraction, all in lower case."""

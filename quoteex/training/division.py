"""How German-GSD divides what is written together: contractions (multi-word tokens), hyphens, addresses."""

from __future__ import annotations

import re

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

_HYPHENS = re.compile(r"((?<=[^\W\d])[-–/](?=\w)|(?<=\d)[-–/](?=[^\W\d])|(?<=[^\W\d])-$|^-(?=[^\W\d]))")
_ADDRESS = re.compile(r"[\w-]+(\.[\w-]+)*\.(at|ch|com|de|eu|info|net|org)", re.IGNORECASE)


def hyphen_pieces(token: str) -> list[str]:
    """Return German-GSD's tokens for ``token``: three for ``EU-Gipfel``, one for ``2024-25`` and for ``x-y.de``."""
    if is_address(token):
        return [token]
    return [piece for piece in _HYPHENS.split(token) if piece]


def is_address(token: str) -> bool:
    """Whether ``token`` looks like an Internet domain."""
    return _ADDRESS.fullmatch(token) is not None

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace

from fakes import a_quote, extractions
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from quoteex.document import Article, Attribution, Extraction, Part, QuoteType, Span, Speaker, SpeakerKind
from quoteex.output.table import print_table
from quoteex.output.visible import visible

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def shown(extraction: Extraction, width: int = 100, **options: bool) -> str:
    stream = io.StringIO()
    print_table(extraction, Console(file=stream, width=width, **options))  # type: ignore[arg-type]
    return stream.getvalue()


def one_quote(text: str, *, name: str = "Imke Harms", cue: str = "sagte") -> Extraction:
    speaker = Part(name, (Span(0, 1),))
    quote = a_quote("q1", Part(text, (Span(0, 1),)), speaker=speaker, cue=Part(cue, (Span(0, 1),)))
    quote = replace(quote, speaker=Attribution("s1", name, speaker))
    speakers = (Speaker("s1", name, SpeakerKind.PERSON, (), (Span(0, 1),), ("q1",)),)
    return Extraction(Article("x" * 1234, source="deich.txt"), (quote,), speakers)


def test_a_quotation_is_a_row_and_totals_follow() -> None:
    lines = shown(one_quote("„Der Deich hält“")).splitlines()
    (row,) = (line for line in lines if "Deich hält" in line)
    assert lines[0] == "deich.txt"
    assert len([line for line in lines if "deich.txt" in line]) == 1
    assert [cell.strip() for cell in row.split("  ") if cell.strip()] == [
        "Imke Harms",
        "direct",
        "„Der Deich hält“",
        "sagte",
    ]
    assert lines[-1] == "1 quotation (1 direct), 1 speaker; 1,234 characters"


def test_no_quotations_is_one_line() -> None:
    empty = Extraction(Article("Nichts.", id="stdin", source="-"), (), ())
    assert shown(empty) == "stdin: no quotations; 7 characters\n"


def test_totals_count_each_type() -> None:
    extraction = one_quote("„Ja“")
    indirect = replace(extraction.quotes[0], type=QuoteType.FREE_INDIRECT)
    two = replace(extraction, quotes=(*extraction.quotes, indirect, indirect))
    assert "3 quotations (2 free indirect, 1 direct), 1 speaker;" in shown(two)


def test_a_quotation_without_speaker_or_cue_has_dashes() -> None:
    extraction = one_quote("„Ja“")
    bare = replace(extraction.quotes[0], speaker=None, cue=None)
    assert shown(replace(extraction, quotes=(bare,))).count("–") == 2


def test_brackets_are_no_markup() -> None:
    assert "Das [sic] [bold]Wort[/bold] :smile:" in shown(one_quote("Das [sic] [bold]Wort[/bold] :smile:"))


def test_long_quotations_are_folded_not_cut() -> None:
    words = " ".join(f"Wort{number:03}" for number in range(200))
    output = shown(one_quote(words + " " + "Ü" * 300), width=60)
    assert all(f"Wort{number:03}" in output for number in range(200))
    assert output.count("Ü") == 300
    assert "…" not in output


def test_escape_sequences_and_overrides_become_visible() -> None:
    extraction = one_quote("„\x1b[31mrot\x9b2J\u202everkehrt\r\nneu\x07“", name="Im\x1b]0;ke", cue="s\x7f")
    for terminal in (False, True):
        output = shown(extraction, force_terminal=terminal)
        assert "„␛[31mrot<U+009B>2J<U+202E>verkehrt neu␇“" in output
        assert "Im␛]0;ke" in output
        assert "s␡" in output


@given(text=st.text(st.characters(codec=None)))
def test_visible_text_does_nothing_to_a_terminal(text: str) -> None:
    output = visible(text)
    assert not any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in output)
    assert not set(output) & set(BIDI)
    output.encode("utf-8")
    assert visible(output) == output


@given(extraction=extractions(), width=st.integers(1, 120))
def test_any_extraction_can_be_shown(extraction: Extraction, width: int) -> None:
    output = shown(extraction, width=width)
    assert "\x1b" not in output
    assert output.rstrip("\n").endswith(("character", "characters"))

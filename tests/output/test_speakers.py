from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from fakes import a_quote, extractions
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from quoteex.document import Article, Attribution, Extraction, Part, Quote, Span, Speaker, SpeakerKind, part_of
from quoteex.output.speakers import Quoted, Tally, Words, add_up, folded, tally
from quoteex.output.speakers_data import CsvWriter, write_speakers_json, write_speakers_jsonl
from quoteex.output.speakers_table import print_speakers

TEXT = "„Der Fluss steigt, und der Deich hält“, sagte Imke Harms. Der Pegel sei hoch. „Na ja!“"
FLOOD = "„Der Fluss steigt, und der Deich hält“"
DIKE = "der Deich hält"
GAUGE = "Der Pegel sei hoch."
IMKE = Quoted("Imke Harms", SpeakerKind.PERSON, ("Ortsvorsteherin",), quotes=2, words=9)


def quotation(number: int, words: str, name: str | None, text: str = TEXT) -> Quote:
    start = text.index(words)
    part = part_of(text, (Span(start, start + len(words)),))
    attribution = None if name is None else Attribution(f"s-{name}", name, Part(name, (Span(0, 1),)))
    return replace(a_quote(f"q{number}", part), speaker=attribution)


def a_speaker(name: str, kind: SpeakerKind = SpeakerKind.PERSON, *roles: str) -> Speaker:
    return Speaker(f"s-{name}", name, kind, roles, (Span(0, 1),), ())


def extraction_of(quotes: list[Quote], *speakers: Speaker, source: str = "deich.txt") -> Extraction:
    return Extraction(Article(TEXT, id="deich", source=source), tuple(quotes), speakers)


def one_row(*quotes: Quote, speakers: tuple[Speaker, ...] = ()) -> Quoted:
    (row,) = tally(extraction_of(list(quotes), *speakers)).speakers
    return row


def together(*rows: Quoted, document: str | None = None, unattributed: int = 0) -> Tally:
    return replace(add_up([Tally("x", 1, rows, unattributed)]), document=document)


def test_a_row_has_who_it_is_and_how_much_was_said() -> None:
    row = one_row(
        quotation(1, FLOOD, "Imke Harms"),
        quotation(2, "„Na ja!“", "Imke Harms"),
        speakers=(a_speaker("Imke Harms", SpeakerKind.PERSON, "Ortsvorsteherin"),),
    )
    assert row == replace(IMKE, share=1.0)


def test_nested_quotations_of_one_speaker_count_each_word_once() -> None:
    assert one_row(quotation(1, DIKE, "Imke Harms"), quotation(2, FLOOD, "Imke Harms")).words == 7
    assert one_row(quotation(1, "Fluss steigt", "Imke Harms"), quotation(2, "steigt, und der", "Imke Harms")).words == 4


def test_nested_quotations_of_two_speakers_count_for_both() -> None:
    rows = tally(extraction_of([quotation(1, DIKE, "Jo Lund"), quotation(2, FLOOD, "Imke Harms")])).speakers
    assert [(row.name, row.words, row.share) for row in rows] == [("Imke Harms", 7, 0.7), ("Jo Lund", 3, 0.3)]


def test_most_words_come_first_then_most_quotations_then_the_text_s_order() -> None:
    quotes = [
        quotation(1, "„Na ja!“", "Wenig"),
        quotation(2, "Der Pegel", "Einmal"),
        quotation(3, "Der Fluss", "Auch einmal"),
        quotation(4, "sei", "Zweimal"),
        quotation(5, "hoch.", "Zweimal"),
        quotation(6, FLOOD, "Viel"),
        quotation(7, "Pegel", "Am wenigsten"),
    ]
    rows = tally(extraction_of(quotes)).speakers
    assert [row.name for row in rows] == ["Viel", "Zweimal", "Wenig", "Einmal", "Auch einmal", "Am wenigsten"]


def test_names_equal_but_for_case_are_one_speaker() -> None:
    row = one_row(
        quotation(1, FLOOD, "Straßenamt"),
        quotation(2, DIKE, "STRASSENAMT"),
        speakers=(a_speaker("Straßenamt", SpeakerKind.UNKNOWN), a_speaker("STRASSENAMT", SpeakerKind.ORGANIZATION)),
    )
    assert (row.name, row.kind, row.quotes, row.words) == ("Straßenamt", SpeakerKind.ORGANIZATION, 2, 7)


def test_accents_may_be_written_in_two_ways() -> None:
    assert folded(unicodedata.normalize("NFD", "MÜLLER")) == folded("Müller")
    assert folded("Muller") != folded("Müller")


def test_quotations_without_a_speaker_are_in_nobody_s_row() -> None:
    found = tally(extraction_of([quotation(1, FLOOD, None), quotation(2, GAUGE, "Imke Harms")]))
    assert found.unattributed == 1
    assert [(row.quotes, row.words, row.share) for row in found.speakers] == [(1, 4, 1.0)]


def test_people_who_are_not_quoted_have_no_row() -> None:
    assert tally(extraction_of([], a_speaker("Imke Harms"))).speakers == ()


def test_no_words_are_no_share() -> None:
    row = one_row(quotation(1, "!", "Imke Harms"))
    assert (row.quotes, row.words, row.share) == (1, 0, 0.0)


def test_a_document_is_called_by_its_source_standard_input_by_its_id() -> None:
    assert tally(extraction_of([])).document == "deich.txt"
    assert tally(extraction_of([], source="-")).document == "deich"


def test_documents_add_up_by_name() -> None:
    first = Tally(
        "a",
        1,
        (
            Quoted("Imke Harms", SpeakerKind.UNKNOWN, ("Ortsvorsteherin",), 1, 10, 0.4),
            Quoted("Jo Lund", SpeakerKind.PERSON, (), 2, 15, 0.6),
        ),
        unattributed=1,
    )
    second = Tally(
        "b",
        1,
        (Quoted("IMKE HARMS", SpeakerKind.PERSON, ("ortsvorsteherin", "Lehrerin"), 3, 25, 1.0),),
        unattributed=2,
    )
    assert add_up([first, second]) == Tally(
        None,
        2,
        (
            Quoted("Imke Harms", SpeakerKind.PERSON, ("Ortsvorsteherin", "Lehrerin"), 4, 35, 0.7),
            Quoted("Jo Lund", SpeakerKind.PERSON, (), 2, 15, 0.3),
        ),
        unattributed=3,
    )


def test_nothing_adds_up_to_nobody() -> None:
    assert add_up([]) == Tally(None, 0, (), 0)


@given(text=st.text(alphabet="ab .ü\n"), data=st.data())
def test_a_word_counts_once_if_any_of_it_is_in_a_span(text: str, data: st.DataObject) -> None:
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda pair: pair[0] < pair[1])
    spans = data.draw(st.lists(places, max_size=6)) if text else []
    inside = {place for span in spans for place in range(*span)}
    expected = sum(bool(inside & set(range(*match.span()))) for match in re.finditer(r"\w+", text))
    assert Words.of(text).count(Span(*span) for span in spans) == expected


@given(extraction=extractions())
def test_every_quotation_is_counted_once_and_shares_add_up(extraction: Extraction) -> None:
    for found in (tally(extraction), add_up([tally(extraction)])):
        assert sum(row.quotes for row in found.speakers) + found.unattributed == len(extraction.quotes)
        shares = sum(row.share for row in found.speakers)
        assert shares == pytest.approx(1 if any(row.words for row in found.speakers) else 0)
        assert len({folded(row.name) for row in found.speakers}) == len(found.speakers)


def written(write: Any, *tallies: Tally) -> str:
    stream = io.BytesIO()
    for one in tallies:
        write(one, stream)
    return stream.getvalue().decode("utf-8")


RECORD = {"name": "Imke Harms", "kind": "person", "roles": ["Ortsvorsteherin"], "quotes": 2, "words": 9, "share": 1.0}


def test_json_is_one_indented_object() -> None:
    out = written(write_speakers_json, together(IMKE))
    assert out.startswith('{\n  "documents": 1,\n')
    assert json.loads(out) == {"documents": 1, "speakers": [RECORD]}


def test_json_of_one_document_names_it() -> None:
    found = together(IMKE, document="deich.txt")
    assert json.loads(written(write_speakers_json, found)) == {"document": "deich.txt", "speakers": [RECORD]}


def test_jsonl_is_a_line_for_each_speaker() -> None:
    lines = written(write_speakers_jsonl, together(IMKE, replace(IMKE, name="Jo Lund"), document="a")).splitlines()
    assert [json.loads(line) for line in lines] == [
        {"document": "a", **RECORD, "share": 0.5},
        {"document": "a", **RECORD, "name": "Jo Lund", "share": 0.5},
    ]
    assert json.loads(written(write_speakers_jsonl, together(IMKE)))["document"] is None


def test_shares_have_four_digits() -> None:
    thirds = together(IMKE, replace(IMKE, name="A"), replace(IMKE, name="B"))
    assert json.loads(written(write_speakers_jsonl, thirds).splitlines()[0])["share"] == 0.3333
    assert csv_of(thirds).splitlines()[1].endswith(",0.3333")


def csv_of(*tallies: Tally) -> str:
    stream = io.BytesIO()
    writer = CsvWriter(stream)
    for one in tallies:
        writer.write(one)
    return stream.getvalue().decode("utf-8")


def test_csv_has_the_columns_once() -> None:
    boss = replace(IMKE, roles=("Ortsvorsteherin", "Lehrerin, früher"))
    assert csv_of(together(boss, document="a.txt"), together(document="b.txt"), together(IMKE)) == (
        "document,name,kind,roles,quotes,words,share\n"
        'a.txt,Imke Harms,person,"Ortsvorsteherin; Lehrerin, früher",2,9,1.0\n'
        ",Imke Harms,person,Ortsvorsteherin,2,9,1.0\n"
    )


names = st.text(st.characters(codec=None), max_size=8)
tallies = st.builds(
    lambda document, rows: replace(add_up([Tally(None, 1, tuple(rows), 0)]), document=document),
    st.none() | names,
    st.lists(
        st.builds(
            Quoted,
            name=names,
            kind=st.sampled_from(SpeakerKind),
            roles=st.lists(names, max_size=2).map(tuple),
            quotes=st.integers(0, 5000),
            words=st.integers(0, 5000),
        ),
        max_size=4,
    ),
)


@given(found=tallies)
def test_any_tally_can_be_written_and_nothing_in_it_acts_on_a_terminal(found: Tally) -> None:
    table = io.StringIO()
    print_speakers(found, Console(file=table, width=60))
    for out in (
        table.getvalue(),
        csv_of(found),
        written(write_speakers_json, found),
        written(write_speakers_jsonl, found),
    ):
        assert not any(unicodedata.category(character) == "Cc" for character in out.replace("\n", ""))
    rows = list(csv.reader(io.StringIO(csv_of(found), newline="")))
    assert [len(row) for row in rows] == [7] * (1 + len(found.speakers))
    assert len(csv_of(found).splitlines()) == len(rows)
    assert len(written(write_speakers_jsonl, found).splitlines()) == len(found.speakers)


def shown(found: Tally, width: int = 100) -> str:
    stream = io.StringIO()
    print_speakers(found, Console(file=stream, width=width))
    return stream.getvalue()


def test_the_table_has_a_row_for_each_speaker_and_totals() -> None:
    lines = shown(together(IMKE, Quoted("Stadt", SpeakerKind.ORGANIZATION, (), 1, 1234), unattributed=2)).splitlines()
    rows = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in lines if "%" in line]
    assert rows == [
        ["Stadt", "organization", "–", "1", "1,234", "99.3%"],
        ["Imke Harms", "person", "Ortsvorsteherin", "2", "9", "0.7%"],
    ]
    assert lines[-1] == "2 speakers, 3 quotations, 1,243 words in 1 document; 2 quotations without a speaker"
    header = next(line for line in lines if "Share" in line)
    assert header.split() == ["Speaker", "Kind", "Roles", "Quotes", "Words", "Share"]


def test_the_table_of_one_document_names_it() -> None:
    lines = shown(together(IMKE, document="deich.txt")).splitlines()
    assert lines[0] == "deich.txt"
    assert lines[-1] == "1 speaker, 2 quotations, 9 words"


def test_no_speakers_is_one_line() -> None:
    assert shown(together(document="deich.txt", unattributed=1)) == (
        "deich.txt: no speakers; 1 quotation without a speaker\n"
    )
    assert shown(together()) == "1 document: no speakers\n"


def test_brackets_are_no_markup_and_escapes_become_visible() -> None:
    odd = replace(IMKE, name="[bold]Imke[/bold] \x1b[31m", roles=("[sic]", ":smile:"))
    output = shown(together(odd, document="[red]a\x07.txt"))
    assert "[bold]Imke[/bold] ␛[31m" in output
    assert "[sic]; :smile:" in output
    assert output.startswith("[red]a␇.txt\n")


def test_long_names_and_roles_are_folded_not_cut() -> None:
    long = replace(IMKE, name="Ü" * 300, roles=tuple(f"Rolle{number:03}" for number in range(100)))
    output = shown(together(long), width=70)
    assert output.count("Ü") == 300
    assert all(f"Rolle{number:03}" in output for number in range(100))


@given(found=tallies, width=st.integers(1, 120))
def test_any_width_will_do(found: Tally, width: int) -> None:
    assert shown(found, width)

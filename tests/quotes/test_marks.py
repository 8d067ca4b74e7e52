import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoteex.document import Span
from quoteex.quotes.marks import Marked, State, find_marked, mark_state


def found(text: str) -> list[str]:
    """What is found, as "depth text", with a trailing "…" where it is left open and a leading "+" where continued."""
    return [
        f"{'+' if marked.continued else ''}{marked.depth} {text[slice(*marked.span)]}{'' if marked.closed else '…'}"
        for marked in find_marked(text)
    ]


PAIRS = ["„“", "„”", '„"', "»«", "«»", "›‹", "‹›", "‚‘", "‚’", '""', "“”", "‘’", "''"]
PAIRS_OF_TWO = [("``", "''"), (",,", "''"), ("''", "''"), ("« ", " »"), ("«\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}»")]


@pytest.mark.parametrize(("opening", "closing"), [*PAIRS, *PAIRS_OF_TWO])
@pytest.mark.parametrize("frame", ["{}", "Sie rief: {}, dann ging sie.", "({})", "Das {}-Prinzip", "Er:{}!", "{} {}"])
def test_every_pair_in_its_usual_places(opening: str, closing: str, frame: str) -> None:
    quotation = f"{opening}Der Kuchen ist fertig{closing}"
    text = frame.format(quotation, quotation)
    assert found(text) == [f"0 {quotation}"] * frame.count("{}")


def test_spans_reach_from_mark_to_mark() -> None:
    assert find_marked("Er rief „Halt!“ laut.") == (Marked(Span(8, 15), Span(9, 14), 0, closed=True, continued=False),)


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("„Sie sagte ‚Nein danke‘ zu mir“", "‚Nein danke‘"),
        ("„‚Nein danke‘, sagte sie“", "‚Nein danke‘"),
        ("„Sie sagte ‚Nein danke‘“", "‚Nein danke‘"),
        ("»Sie sagte ›Nein danke‹ zu mir«", "›Nein danke‹"),
        ("»Sie sagte ›Nein danke‹«", "›Nein danke‹"),
        ("«Sie sagte ‹Nein danke› zu mir»", "‹Nein danke›"),
        ("\"Sie sagte 'Nein danke' zu mir\"", "'Nein danke'"),
        ("\"Sie sagte 'Nein danke'\"", "'Nein danke'"),
        ("“Sie sagte ‘Nein danke’ zu mir”", "‘Nein danke’"),
        ("„Sie sagte „Nein danke“ zu mir“", "„Nein danke“"),
        ('„Sie sagte "Nein danke" zu mir“', '"Nein danke"'),
        ("»Sie sagte «Nein danke» zu mir«", "«Nein danke»"),
        ('„Der Pro-"Kuchen"-Block“', '"Kuchen"'),
    ],
)
def test_nested_pairs(text: str, inner: str) -> None:
    assert found(text) == [f"0 {text}", f"1 {inner}"]


@pytest.mark.parametrize(
    "text",
    [
        "Scholz’ Amt und Max' Hund, geht's noch? Ja, geht’s.",
        "Giscard d’Estaing und Jeanne d'Arc",
        "Rock ’n’ Roll, Rock 'n' Roll, Rock ‘n’ Roll",
        "die '90er und die ’68er, im Sommer '89",
        "So 'ne Sache: 's ist Max' Hund.",
        'ein Monitor mit 15" und einer mit 17"',
        "5' 10\" groß, nach 5' wach",
        "Start » Küche » Backen",
        "» Mehl kaufen\n» Ofen heizen",
        "›Weiter",
        "»Mehr zum Ofen",
        "Ein einzelnes “ hier, ein “. dort, noch ein «.",
        "`code` und ```` und ''' und ,,, und a,,b",
        "Erst ‚ dann nichts",
        "„“ »« \"\" '' „ “",
        "Ganz ohne Marken.",
        "",
        " \n\t\n",
    ],
)
def test_what_is_no_quotation_mark_gives_nothing(text: str) -> None:
    assert found(text) == []
    assert mark_state(text) == bytes(len(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("„‚Das war Scholz’ Kuchen‘, rief sie“", ["‚Das war Scholz’ Kuchen‘"]),
        ("„‚Das war Scholz’ Kuchen’, rief sie“", ["‚Das war Scholz’ Kuchen’"]),
        ("„‚Der Kuchen war Scholz’‘, rief sie“", ["‚Der Kuchen war Scholz’‘"]),
        ("„‚Ich hab’ keinen Hunger’, rief sie“", ["‚Ich hab’ keinen Hunger’"]),
        ("„‚Ja’, rief Scholz’ Koch“", ["‚Ja’"]),
        ("„‚Krokus’ und ‚Iris’“", ["‚Krokus’", "‚Iris’"]),
        ("„Das geht’s ‚Du’ an“", ["‚Du’"]),
        ("\"Das ist 'Max' Kuchen', oder?\"", ["'Max' Kuchen'"]),
    ],
)
def test_apostrophes_inside_single_marks(text: str, expected: list[str]) -> None:
    assert found(text)[1:] == [f"1 {inner}" for inner in expected]


def test_inch_signs_inside_quotations() -> None:
    assert found('"Der Ofen mit 15" ist kaputt", rief er.') == ['0 "Der Ofen mit 15" ist kaputt"']
    assert found('„Der Ofen mit 15" ist kaputt“, rief er.') == ['0 „Der Ofen mit 15" ist kaputt“']
    assert found('"Es sind 15" und "es sind 17", rief er.') == ['0 "Es sind 15"', '0 "es sind 17"']
    assert found('"Mit 5\' 10" bin ich groß", rief er.') == ['0 "Mit 5\' 10" bin ich groß"']


def test_systems_may_change_within_a_text() -> None:
    text = '»Erst so«, rief sie. «Dann so», rief er. „Und so“, “and so” - "zuletzt so". »Nein«'
    assert found(text) == ["0 »Erst so«", "0 «Dann so»", "0 „Und so“", "0 “and so”", '0 "zuletzt so"', "0 »Nein«"]


def test_closing_marks_after_a_space_or_of_the_wrong_kind() -> None:
    assert found("„Na gut “, rief er.") == ["0 „Na gut “"]
    assert found("„Na gut„, rief er.") == ["0 „Na gut„"]
    assert found('"Na gut“, rief er.') == ['0 "Na gut“']
    assert found('" Na gut ", rief er.') == ['0 " Na gut "']
    assert found('Er rief:"Na gut."Dann ging er.') == ['0 "Na gut."']


def test_a_mark_left_open_ends_with_its_paragraph() -> None:
    text = "Er sagte: „Der Kuchen ist weg. \n\nDer Ofen auch “ nicht. „Gut“."
    assert found(text) == ["0 „Der Kuchen ist weg.…", "0 „Gut“"]
    assert find_marked(text)[0].inner == Span(11, 30)


def test_a_mark_left_open_inside_another_ends_with_it() -> None:
    assert found("»Er rief: „Kuchen!« Dann ging er.") == ["0 »Er rief: „Kuchen!«", "1 „Kuchen!…"]


def test_a_paragraph_takes_up_what_the_one_before_left_open() -> None:
    assert found("„Erstens Mehl.\n\n„Zweitens ‚Milch‘.\n\n„Drittens Eier.“ Gut.\n\n„Ja.“") == [
        "0 „Erstens Mehl.…",
        "+0 „Zweitens ‚Milch‘.…",
        "1 ‚Milch‘",
        "+0 „Drittens Eier.“",
        "0 „Ja.“",
    ]
    assert found('"Erstens Mehl.\n\n"Zweitens Milch."') == ['0 "Erstens Mehl.…', '+0 "Zweitens Milch."']
    # At a line's start a lone » may be a sign for a link, but not when the next paragraph takes it up.
    assert found("»Erstens Mehl.\n\n»Zweitens Milch.«") == ["0 »Erstens Mehl.…", "+0 »Zweitens Milch.«"]
    # Two levels; and another kind of mark takes up nothing.
    assert found("»Er rief: „Mehl!\n\n»„Milch!“, rief er.«") == [
        "0 »Er rief: „Mehl!…",
        "1 „Mehl!…",
        "+0 »„Milch!“, rief er.«",
        "+1 „Milch!“",
    ]
    assert found("„Erstens Mehl.\n\n»Zweitens Milch.«") == ["0 „Erstens Mehl.…", "0 »Zweitens Milch.«"]
    # Only at the paragraph's start.
    assert found("„Erstens Mehl.\n\nDann: „Zweitens Milch.“") == ["0 „Erstens Mehl.…", "0 „Zweitens Milch.“"]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\N{PARAGRAPH SEPARATOR}"])
def test_lines_are_paragraphs_only_where_there_are_no_blank_lines(line_break: str) -> None:
    assert found(f"„Mehl{line_break}und Milch“{line_break}") == ["0 „Mehl…"]
    wrapped = f"„Mehl{line_break}und Milch“"
    assert found(f"{wrapped}{line_break} {line_break}Ende.") == [f"0 {wrapped}"]


def test_mark_state() -> None:
    assert mark_state("A „b ‚c‘“ d.") == bytes([0, 0, 1, 2, 2, 1, 2, 3, 3, 0, 0, 0])
    assert mark_state("``a'' b") == bytes([1, 1, 2, 3, 3, 0, 0])
    assert mark_state("„ab\n\nc") == bytes([1, 2, 2, 0, 0, 0])


TEXTS = st.lists(st.sampled_from([*"„“”\"»«›‹‚‘’'`,.:-(5 aBs\n", "\n\n", "''", "``", ",,", "Wort ", "\xa0", "\r"])).map(
    "".join
)


@given(TEXTS | st.text())
@settings(max_examples=400)
def test_stretches_slice_right_nest_properly_and_stay_in_their_paragraph(text: str) -> None:
    around: list[Marked] = []
    last = -1
    for marked in find_marked(text):
        (start, end), (inner_start, inner_end) = marked.span, marked.inner
        assert last < start < inner_start < inner_end <= end <= len(text)
        last = start
        assert text[inner_start:inner_end].strip()
        assert not text[start:inner_start].strip("„“”\"»«›‹‚‘’'`,")
        assert not text[inner_end:end].strip("„“”\"»«›‹‘’'")
        assert marked.closed == (inner_end < end)
        assert "\n\n" not in text[start:end]
        while around and around[-1].span.end <= start:
            around.pop()
        assert marked.depth == len(around)
        assert not around or end <= around[-1].inner.end
        around.append(marked)


@given(TEXTS)
def test_states_agree_with_stretches(text: str) -> None:
    states, stretches = mark_state(text), find_marked(text)
    assert len(states) == len(text)
    for offset, state in enumerate(states):
        opening = any(marked.span.start <= offset < marked.inner.start for marked in stretches)
        closing = any(marked.inner.end <= offset < marked.span.end for marked in stretches)
        inside = any(marked.span.start <= offset < marked.span.end for marked in stretches)
        expected = State.OPENING if opening else State.CLOSING if closing else State.INSIDE if inside else State.OUTSIDE
        assert state == expected


@given(st.text(st.characters(exclude_characters="„“”\"»«›‹‚‘’'`,")))
def test_text_without_marks_gives_nothing(text: str) -> None:
    assert find_marked(text) == ()


def steps(work: Callable[[], Any]) -> int:
    """How many lines of Python ``work`` executes."""
    count = 0

    def trace(_frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "unit",
    ["„a ", "a “ ", "„a ‚b ", '"a 5" ', "'a Max' b ", "» ", "»a «b ", "„\n\n", "„a\n\n„", "a\n", "‚„’ ", "`` '' "],
)
def test_work_grows_with_the_text_and_not_faster(unit: str) -> None:
    once, twice = (steps(lambda n=n: mark_state(unit * n)) for n in (300, 600))  # type: ignore[misc]
    assert twice <= 2.2 * once


def test_ten_thousand_nested_marks() -> None:
    assert len(find_marked("„a " * 10_000 + "b“" * 10_000)) == 10_000
    assert max(marked.depth for marked in find_marked("„a " * 10_000)) == 9_999

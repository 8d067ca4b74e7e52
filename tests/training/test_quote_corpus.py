import json
from pathlib import Path
from typing import Any

import pytest

from quoteex.document import Medium, QuoteType, Span
from quoteex.errors import InputError
from quoteex.training.quote_corpus import TokenQuote, parents_of, read_articles

# Our own sentences, in the corpus's format. Tokens:
# 0 Die 1 Bäckerin 2 sagte 3 , 4 der 5 Ofen 6 sei 7 " 8 eiskalt 9 " 10 . 11 Niemand 12 widersprach 13 .
TEXT = 'Die Bäckerin sagte, der Ofen sei "eiskalt".\n\nNiemand widersprach.'
TOKENS = [
    "Die",
    "Bäckerin",
    "sagte",
    ",",
    "der",
    "Ofen",
    "sei",
    '"',
    "eiskalt",
    '"',
    ".",
    "Niemand",
    "widersprach",
    ".",
]
STARTS = [0, 4, 13, 18, 20, 24, 29, 33, 34, 41, 42, 45, 53, 64]


def part(*ranges: tuple[int, int]) -> dict[str, Any]:
    spans = [
        {"begin": b, "end": e, "charBegin": STARTS[b], "charEnd": STARTS[e - 1] + len(TOKENS[e - 1])} for b, e in ranges
    ]
    text = " ".join(TEXT[s["charBegin"] : s["charEnd"]] for s in spans)
    return {"spans": spans, "text": text, "tokenIds": [i for b, e in ranges for i in range(b, e)]}


def article() -> dict[str, Any]:
    frame = {"speaker": part((0, 2)), "cue": part((2, 3)), "frame": part((0, 4)), "addressee": part()}
    return {
        "documentName": "1 - Der Ofen",
        "originalText": TEXT,
        "sentences": [
            {"id": 0, "begin": 0, "end": 11, "charBegin": 0, "charEnd": 43, "tokens": TOKENS[:11]},
            {"id": 1, "begin": 11, "end": 14, "charBegin": 45, "charEnd": 65, "tokens": TOKENS[11:]},
        ],
        "annotations": [
            {"id": 0, "type": "Indirect", "medium": "SW", "isNested": False, "hasNested": True}
            | {"quote": part((4, 10))}
            | frame,
            {"id": 1, "type": "Direct", "medium": "none", "isNested": True, "hasNested": False}
            | {"quote": part((7, 10))}
            | frame,
        ],
    }


def write(path: Path, *records: object) -> Path:
    path.write_text("\n\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8")
    return path


def test_an_article_is_read_whole(tmp_path: Path) -> None:
    first, second = read_articles(write(tmp_path / "a.jsonl", article(), article()))
    assert first == second
    assert first.name == "1 - Der Ofen"
    assert [first.text[start:end] for start, end in first.tokens] == TOKENS
    assert first.tokens[1] == Span(4, 12)
    assert first.sentences == (0,) * 11 + (1,) * 3
    roles = {"speaker": frozenset({0, 1}), "cue": frozenset({2}), "frame": frozenset(range(4))}
    assert first.quotes == (
        TokenQuote(QuoteType.INDIRECT, Medium.SPEECH_OR_WRITING, frozenset(range(4, 10)), **roles),
        TokenQuote(QuoteType.DIRECT, None, frozenset(range(7, 10)), **roles),
    )
    assert (first.parents, first.nested, first.has_nested) == ((None, 0), (False, True), (True, False))


def test_parents_are_the_smallest_quotation_around() -> None:
    def quote(*ids: int) -> TokenQuote:
        return TokenQuote("indirect", None, frozenset(ids))

    quotes = [quote(1, 2, 3, 4), quote(2, 3), quote(2), quote(3, 7), quote(2, 3), quote(1, 2, 3, 4)]
    # The same quotation listed for two speakers (0 and 5, 1 and 4) is not its own parent.
    assert parents_of(quotes) == (None, 0, 1, None, 0, None)


def break_token(record: dict[str, Any]) -> None:
    record["sentences"][0]["tokens"] = ["Der", *TOKENS[1:11]]


def break_order(record: dict[str, Any]) -> None:
    record["sentences"][1]["begin"] = 10


def break_characters(record: dict[str, Any]) -> None:
    record["sentences"][0]["charEnd"] = 44


def break_span(record: dict[str, Any]) -> None:
    record["annotations"][1]["quote"]["spans"][0]["charEnd"] += 1


def break_ids(record: dict[str, Any]) -> None:
    record["annotations"][1]["quote"]["tokenIds"].append(11)


def break_range(record: dict[str, Any]) -> None:
    record["annotations"][1]["quote"]["spans"][0]["end"] = 99


def break_type(record: dict[str, Any]) -> None:
    record["annotations"][1]["type"] = "Song"


def break_quote(record: dict[str, Any]) -> None:
    record["annotations"][1]["quote"] = part()


def break_key(record: dict[str, Any]) -> None:
    del record["annotations"]


@pytest.mark.parametrize(
    "damage",
    [
        break_token,
        break_order,
        break_characters,
        break_span,
        break_ids,
        break_range,
        break_type,
        break_quote,
        break_key,
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(tmp_path: Path, damage: Any) -> None:
    bad = article()
    damage(bad)
    articles = read_articles(write(tmp_path / "a.jsonl", article(), bad))
    next(articles)
    with pytest.raises(InputError, match="line 3"):
        next(articles)


def test_a_missing_file_and_broken_json_are_clear_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nothing\.jsonl"):
        list(read_articles(tmp_path / "nothing.jsonl"))
    (tmp_path / "b.jsonl").write_text('{"documentName": ', encoding="utf-8")
    with pytest.raises(InputError, match="line 1"):
        list(read_articles(tmp_path / "b.jsonl"))

from __future__ import annotations

import copy
import io
import json
from typing import Any

import jsonschema
import pytest
from fakes import a_quote, extractions, name_by_words
from hypothesis import given

from quoteex.document import Analysis, Article, Extraction, Part, QuoteType, RoleFact, Span, SpeakerKind, part_of
from quoteex.output.jsonout import write_json, write_jsonl, write_object
from quoteex.output.record import to_record
from quoteex.output.schema import json_schema

NOTHING = Extraction(Article(text="", id="leer", source="leer.txt"), (), ())


def closed(schema: Any) -> Any:
    """Return the schema with unknown keys forbidden, as tests want it; the published one lets keys be added."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {key: closed(value) for key, value in schema.items()}
    return {"additionalProperties": False, **schema} if "properties" in schema else schema


VALIDATOR = jsonschema.Draft202012Validator(closed(json_schema()))


def all_parts(value: Any) -> list[dict[str, Any]]:
    """Return every object in a record that has a text with its spans."""
    if isinstance(value, list):
        return [part for item in value for part in all_parts(item)]
    if not isinstance(value, dict):
        return []
    own = [value] if {"text", "spans"} <= value.keys() else []
    return own + [part for item in value.values() for part in all_parts(item)]


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


@given(extraction=extractions())
def test_every_record_is_valid_and_every_span_slices_to_its_text(extraction: Extraction) -> None:
    record = to_record(extraction)
    VALIDATOR.validate(record)
    text = extraction.article.text
    assert record["characters"] == len(text)
    for part in all_parts(record):
        assert " ".join(text[start:end] for start, end in part["spans"]) == part["text"]


@given(extraction=extractions())
def test_written_records_read_back_as_they_were(extraction: Extraction) -> None:
    pretty, line = io.BytesIO(), io.BytesIO()
    write_json(extraction, pretty)
    write_jsonl(extraction, line)
    assert json.loads(pretty.getvalue()) == json.loads(line.getvalue()) == to_record(extraction)
    assert len(line.getvalue().decode("utf-8").splitlines()) == 1
    # Nothing that a terminal acts on, except the line ends of the indented form.
    shown = pretty.getvalue().decode("utf-8").replace("\n", "")
    assert not any(character < " " or "\x7f" <= character <= "\x9f" for character in shown)


def test_nothing_is_left_out() -> None:
    assert to_record(NOTHING) == {
        "schema": "quoteex/1",
        "id": "leer",
        "source": "leer.txt",
        "characters": 0,
        "date": None,
        "models": {},
        "quotes": [],
        "speakers": [],
        "facts": [],
    }


def test_a_role_says_whose_it_is() -> None:
    text = "Die Lotsin Jo Lund kam."
    fact = RoleFact("f1", part_of(text, (Span(4, 18),)), None, "Jo Lund", None, part_of(text, (Span(4, 10),)))
    assert to_record(Extraction(Article(text), (), (), (fact,)))["facts"] == [
        {
            "id": "f1",
            "kind": "role",
            "text": "Lotsin Jo Lund",
            "spans": [[4, 18]],
            "source": None,
            "person": "Jo Lund",
            "speaker": None,
            "role": {"text": "Lotsin", "spans": [[4, 10]]},
        }
    ]


def test_a_full_record() -> None:
    text = "„Ja“, sagte Jo Lund."
    quote = a_quote("q1", part_of(text, (Span(0, 4),)), speaker=Part("Jo Lund", (Span(12, 19),)))
    quotes, speakers, _ = name_by_words(text, Analysis((), ()), (quote,))
    record = to_record(Extraction(Article(text), quotes, speakers, models={"quotes": "fake 1"}))
    assert record["quotes"] == [
        {
            "id": "q1",
            "type": "direct",
            "medium": None,
            "text": "„Ja“",
            "spans": [[0, 4]],
            "speaker": {"id": "s1", "name": "Jo Lund", "text": "Jo Lund", "spans": [[12, 19]]},
            "cue": None,
            "frame": None,
            "addressee": None,
            "parent": None,
            "confidence": 0.5,
        }
    ]
    assert record["speakers"] == [
        {"id": "s1", "name": "Jo Lund", "kind": "person", "roles": [], "mentions": [[12, 19]], "quotes": ["q1"]}
    ]
    assert record["models"] == {"quotes": "fake 1"}


def test_text_is_raw_utf_8() -> None:
    stream = io.BytesIO()
    write_object("Grüße „😀“", stream, indent=None)
    assert stream.getvalue() == '"Grüße „😀“"\n'.encode()


def test_lone_surrogates_are_written_as_replacement_characters() -> None:
    stream = io.BytesIO()
    write_jsonl(Extraction(Article("", id="datei\udce4", source="\ud83d\ude00"), (), ()), stream)
    record = json.loads(stream.getvalue())
    assert (record["id"], record["source"]) == ("datei\ufffd", "\ufffd\ufffd")


@pytest.mark.parametrize("break_it", ["type", "span", "missing", "version", "confidence"])
def test_the_schema_refuses_what_is_wrong(break_it: str) -> None:
    text = "„Ja“, sagte Jo Lund."
    record: Any = to_record(Extraction(Article(text), (), ()))
    quote = {
        "id": "q1",
        "type": QuoteType.DIRECT.value,
        "medium": None,
        "text": "„Ja“",
        "spans": [[0, 4]],
        **dict.fromkeys(("speaker", "cue", "frame", "addressee", "parent")),
        "confidence": 1.0,
    }
    record["quotes"] = [quote]
    VALIDATOR.validate(copy.deepcopy(record))
    match break_it:
        case "type":
            quote["type"] = "shouted"
        case "span":
            quote["spans"] = [[0, 4, 5]]
        case "missing":
            del quote["parent"]
        case "version":
            record["schema"] = "quoteex/2"
        case "confidence":
            quote["confidence"] = 1.5
    assert not jsonschema.Draft202012Validator(json_schema()).is_valid(record)


def test_the_schema_lists_the_values_of_the_enumerations() -> None:
    definitions = json_schema()["$defs"]
    assert definitions["quote"]["properties"]["type"]["enum"] == [kind.value for kind in QuoteType]
    assert definitions["speaker"]["properties"]["kind"]["enum"] == [kind.value for kind in SpeakerKind]
    assert set(definitions) == {"attribution", "fact", "part", "quote", "role", "speaker"}

"""The search for quotations with tiny random models: what comes out always holds together."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import a_candidate, tokens_of
from tiny import WIDTH, tiny_bert, tiny_tokenizer

from quoteex.document import Analysis, QuoteType, Sentence, Span
from quoteex.errors import ModelError
from quoteex.language.encoder import Encoder, load_encoder
from quoteex.language.manifest import write_manifest
from quoteex.quotes.decoding import Thresholds
from quoteex.quotes.finder import (
    CONFIG,
    WEIGHTS,
    Calibration,
    QuoteFinder,
    QuoteModel,
    _quotes,
    find_words,
    load_quote_model,
    parents_of,
    save_quote_model,
)
from quoteex.quotes.marks import find_marked
from quoteex.quotes.merge import Words, merge
from quoteex.quotes.network import NetworkSizes, QuoteHeads
from quoteex.training.encoder import save


def tiny_model(**thresholds: float) -> QuoteModel:
    torch.manual_seed(5)
    heads = QuoteHeads(NetworkSizes(states=WIDTH, width=8, layers=1, heads=2, inner=16)).eval()
    return QuoteModel(heads, Thresholds(**thresholds), Calibration(2.0, 1.0, -0.5), Calibration(1.0, 0.5, 0.25))


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("models")
    save(tiny_bert(), tiny_tokenizer(), path / "encoder")
    save_quote_model(tiny_model(direct=0.4, quote=0.45), path / "quotes")
    write_manifest(path, name="quoteex-xx", version="0.1")
    return path


@pytest.fixture(scope="module")
def encoder(models: Path) -> Encoder:
    return load_encoder(models / "encoder")


def analysed(text: str) -> Analysis:
    tokens = tuple(tokens_of(text))
    return Analysis((Sentence(Span(tokens[0].start, tokens[-1].end), tokens, ()),) if tokens else (), ())


def test_what_is_saved_is_loaded(models: Path) -> None:
    before, after = tiny_model(direct=0.4, quote=0.45), load_quote_model(models / "quotes")
    assert (after.thresholds, after.direct, after.other) == (before.thresholds, before.direct, before.other)
    assert after.heads.sizes == before.heads.sizes
    assert not after.heads.training
    weights = after.heads.state_dict()
    assert all(torch.equal(value.half().float(), weights[name]) for name, value in before.heads.state_dict().items())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (CONFIG, None),
        (CONFIG, b"{}"),
        (CONFIG, b"[1]"),
        (CONFIG, b"\xff"),
        (WEIGHTS, None),
        (WEIGHTS, b""),
        (WEIGHTS, b"no\nweights at all"),
    ],
)
def test_a_folder_that_holds_no_model_is_one_line(
    models: Path, tmp_path: Path, name: str, content: bytes | None
) -> None:
    for path in (models / "quotes").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / name).unlink()
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelError) as caught:
        load_quote_model(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path}: no quotation model here")
    assert "\n" not in str(caught.value)


def test_weights_of_another_size_are_one_line(models: Path, tmp_path: Path) -> None:
    for path in (models / "quotes").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    config = json.loads((tmp_path / CONFIG).read_text(encoding="utf-8"))
    config["sizes"]["width"] = 16
    (tmp_path / CONFIG).write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(ModelError, match="no quotation model here") as caught:
        load_quote_model(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_damaged_model_is_refused(models: Path, tmp_path: Path) -> None:
    write_manifest(models, name="quoteex-xx", version="0.1")
    (tmp_path / "encoder").mkdir()
    (tmp_path / "manifest.json").write_bytes((models / "manifest.json").read_bytes())
    with pytest.raises(ModelError, match="cannot be read"):
        QuoteFinder(tmp_path)


def test_the_finder_names_its_models_and_uses_the_encoder_it_is_given(models: Path, encoder: Encoder) -> None:
    finder = QuoteFinder(models, encoder)
    assert finder.version == "quoteex-xx 0.1"
    assert finder.encoder is encoder


def test_an_empty_analysis_has_no_quotations(models: Path) -> None:
    assert QuoteFinder(models).find("…", Analysis((), ())) == ()


@settings(max_examples=30, deadline=None)
@given(
    text=st.text(alphabet="abc.\n„“‚‘»« ", min_size=1, max_size=50),
    thresholds=st.fixed_dictionaries({name: st.floats(0.4, 0.6) for name in ("direct", "other", "quote", "speaker")}),
)
def test_whatever_the_models_say_every_part_is_a_slice_of_the_text(
    encoder: Encoder, text: str, thresholds: dict[str, float]
) -> None:
    tokens = tokens_of(text)
    if not tokens:
        return
    model = tiny_model(**thresholds)
    quotes = _quotes(text, find_words(text, tokens, encoder, model), model)
    assert [quote.id for quote in quotes] == [f"q{number}" for number in range(1, len(quotes) + 1)]
    assert [quote.part.spans[0].start for quote in quotes] == sorted(quote.part.spans[0].start for quote in quotes)
    for quote in quotes:
        speaker = quote.speaker.part if quote.speaker else None
        for part in (quote.part, speaker, quote.cue, quote.frame, quote.addressee):
            if part is not None:
                assert part.text == " ".join(text[start:end] for start, end in part.spans)
                assert all(0 <= start < end <= len(text) for start, end in part.spans)
                assert all(one.end <= other.start for one, other in pairwise(part.spans))
        assert 0 <= quote.confidence <= 1
        assert quote.parent is None or quote.parent in {other.id for other in quotes} - {quote.id}


def test_a_nested_quotation_has_the_smallest_one_around_it_as_parent() -> None:
    text = "Er sagt, „sie rief: ‚Halt an!‘ und lief“, mehr nicht."
    found = merge(
        [
            a_candidate(text, "‚Halt an!‘"),
            a_candidate(text, "Er sagt, „sie rief: ‚Halt an!‘ und lief“", kind=QuoteType.REPORTED),
            a_candidate(text, "„sie rief: ‚Halt an!‘ und lief“"),
            a_candidate(text, "mehr nicht", kind=QuoteType.INDIRECT),
        ],
        find_marked(text),
        Words(tokens_of(text)),
        Thresholds(),
    )
    assert parents_of(found) == (None, 0, 1, None)
    assert [quote.parent for quote in _quotes(text, found, tiny_model())] == [None, "q1", "q2", None]


def test_a_speaker_is_at_first_only_its_words() -> None:
    text = "„Der Deich hält“, sagt Imke Harms zu Ole."
    candidate = a_candidate(text, "„Der Deich hält“", speaker="Imke Harms", cue="sagt", addressee="Ole")
    found = merge([candidate], find_marked(text), Words(tokens_of(text)), Thresholds())
    [quote] = _quotes(text, found, tiny_model())
    assert quote.speaker is not None
    assert (quote.speaker.speaker_id, quote.speaker.name, quote.speaker.part.text) == ("", "Imke Harms", "Imke Harms")
    assert quote.cue is not None
    assert quote.cue.text == "sagt"
    assert quote.addressee is not None
    assert quote.addressee.text == "Ole"
    assert quote.frame is None


def test_quotations_are_found_through_the_whole_finder(models: Path) -> None:
    text = "„Der Deich hält“, sagt Imke Harms."
    finder = QuoteFinder(models)
    # With such thresholds every word begins a direct quotation, and is one.
    finder.model = tiny_model(direct=0.0, unmarked=0.0, other=2.0, quote=2.0)
    found = finder.find(text, analysed(text))
    assert "„Der Deich hält“" in [quote.part.text for quote in found]
    assert {quote.type for quote in found} == {QuoteType.DIRECT}


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_confidence_is_a_probability_that_grows_with_the_figures(one: float, two: float, certainty: float) -> None:
    curve = Calibration(anchor=1.5, certainty=0.5, constant=-1.0)
    low, high = (curve.confidence(figure, certainty) for figure in sorted((one, two)))
    assert 0 <= low <= high <= 1


def test_direct_and_other_quotations_have_curves_of_their_own() -> None:
    text = "„Der Deich hält“, sagt sie, das Siel sei aber alt."
    found = merge(
        [a_candidate(text, "„Der Deich hält“"), a_candidate(text, "das Siel sei aber alt", kind=QuoteType.INDIRECT)],
        find_marked(text),
        Words(tokens_of(text)),
        Thresholds(),
    )
    model = tiny_model()
    expected = [curve.confidence(0.9, 0.9) for curve in (model.direct, model.other)]
    assert [quote.confidence for quote in _quotes(text, found, model)] == expected

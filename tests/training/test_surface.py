import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteex.training.division import EXPANSIONS, hyphen_pieces
from quoteex.training.surface import (
    STYLES,
    Paragraph,
    SurfaceToken,
    article_paragraphs,
    labelled,
    restyle,
    training_paragraphs,
    write_paragraphs,
)

tokens = st.builds(
    SurfaceToken, st.text("aäB-.„“", min_size=1, max_size=6), space_after=st.booleans(), multi=st.booleans()
)
paragraphs = st.lists(st.lists(tokens, min_size=1, max_size=6).map(tuple), min_size=1, max_size=4).map(tuple)


def article(tmp_path: Path, text: str, *sentences: list[str]) -> Path:
    records, position = [], 0
    for words in sentences:
        start = text.index(words[0], position)
        position = start
        for word in words:
            position = text.index(word, position) + len(word)
        records.append({"tokens": words, "charBegin": start, "charEnd": position})
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps({"originalText": text, "sentences": records}) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> list[list[list[str]]]:
    return [[[token.text for token in s] for s in paragraph] for paragraph in article_paragraphs(path)]


def test_labels_stand_at_the_ends_of_tokens_sentences_and_contractions() -> None:
    paragraph = (
        (SurfaceToken("Im", multi=True), SurfaceToken("Hof", space_after=False), SurfaceToken(".")),
        (SurfaceToken("Na"), SurfaceToken("zum", multi=True)),
    )
    assert labelled(paragraph) == ("Im Hof. Na zum", "03000120010004")


@given(paragraphs)
def test_text_and_labels_are_equally_long_and_every_token_has_one_end(paragraph: Paragraph) -> None:
    text, labels = labelled(paragraph)
    assert len(text) == len(labels)
    assert sum(label != "0" for label in labels) == sum(map(len, paragraph))
    assert sum(label in "24" for label in labels) == len(paragraph)


def test_hyphens_years_and_contractions_are_divided_as_in_german_gsd(tmp_path: Path) -> None:
    text = "Zum EU-Treffen kamen 20-jährige am 3. Mai 2019."
    path = article(tmp_path, text, ["Zum", "EU-Treffen", "kamen", "20-jährige", "am", "3.", "Mai", "2019."])
    ((sentence,),) = article_paragraphs(path)
    expected = ["Zum", "EU", "-", "Treffen", "kamen", "20", "-", "jährige", "am", "3.", "Mai", "2019", "."]
    assert [token.text for token in sentence] == expected
    assert [token.text for token in sentence if token.multi] == ["Zum", "am"]
    assert labelled((sentence,))[0] == text


def test_paragraphs_end_at_blank_lines(tmp_path: Path) -> None:
    text = "Neue Brücke\n\nSie steht. Sie hält.\n \nSchluss."
    path = article(tmp_path, text, ["Neue", "Brücke"], ["Sie", "steht", "."], ["Sie", "hält", "."], ["Schluss", "."])
    assert [len(paragraph) for paragraph in article_paragraphs(path)] == [1, 2, 1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("die Brücke steht.", ["die", "Brücke", "steht", "."]),  # a sentence starts in upper case
        ("Sie steht;", ["Sie", "steht", ";"]),  # and ends with a final mark
        ("Am 3.Mai war es.", ["Am", "3.Mai", "war", "es", "."]),
        ("Seit 2019. ist es.", ["Seit", "2019.", "ist", "es", "."]),
        ("Die „Post“-Leute.", ["Die", "„", "Post“-Leute", "."]),
    ],
)
def test_paragraphs_that_a_treebank_would_divide_otherwise_are_left_out(
    tmp_path: Path, text: str, words: list[str]
) -> None:
    assert read(article(tmp_path, text, words)) == []


def test_internet_addresses_stay_whole(tmp_path: Path) -> None:
    path = article(tmp_path, "Laut gute-post.de regnet es.", ["Laut", "gute-post.de", "regnet", "es", "."])
    assert read(path)[0][0][1] == "gute-post.de"


@pytest.mark.parametrize("style", STYLES)
def test_quotation_marks_change_in_pairs(style: tuple[str, str]) -> None:
    sentence = (SurfaceToken("``", space_after=False), SurfaceToken("Ja", space_after=False), SurfaceToken("''"))
    assert [token.text for token in restyle(sentence, style)] == [style[0], "Ja", style[1]]
    german = (SurfaceToken("„", space_after=False), SurfaceToken("Ja", space_after=False), SurfaceToken("“"))
    assert [token.text for token in restyle(german, style)] == [style[0], "Ja", style[1]]


def test_training_files_hold_the_same_paragraphs(tmp_path: Path) -> None:
    made = training_paragraphs([], [((SurfaceToken("Ja"),),), ((SurfaceToken("Nein"),),)], seed=1)
    write_paragraphs(made, tmp_path / "a.txt", tmp_path / "a.labels")
    texts = (tmp_path / "a.txt").read_text(encoding="utf-8").split("\n\n")
    labels = (tmp_path / "a.labels").read_text(encoding="utf-8").split("\n\n")
    assert sorted(texts) == ["", "Ja", "Nein"]
    assert [len(text) for text in texts] == [len(label) for label in labels]


def test_contractions_expand_to_preposition_and_article() -> None:
    assert EXPANSIONS["im"] == ("in", "dem")
    assert all(article in ("dem", "das", "der") for _, article in EXPANSIONS.values())


@pytest.mark.parametrize(
    ("token", "pieces"),
    [
        ("EU-Gipfel", ["EU", "-", "Gipfel"]),
        ("Süd-", ["Süd", "-"]),
        ("2024-2025", ["2024-2025"]),
        ("20-mal", ["20", "-", "mal"]),
        ("-", ["-"]),
        ("x-y.de", ["x-y.de"]),
    ],
)
def test_hyphens_between_letters_are_tokens(token: str, pieces: list[str]) -> None:
    assert hyphen_pieces(token) == pieces

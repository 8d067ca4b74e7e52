"""Articles of our own to learn from: how they are read, and that all that are there can be."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoteex.errors import InputError
from quoteex.quotes.marks import find_marked
from quoteex.training.quote_corpus import CorpusArticle
from quoteex.training.written_articles import FOLDER, read_file, read_written

TWO = """== deich
Harms: „Der Deich hält“

„Der Deich hält“, sagte Imke Harms dem „Boten“. Er sei „alt“, räumte
Harms am Montag ein.
-- direct speech
q: „Der Deich hält“
s: Harms
f: Harms:
-- direct speech
q: „Der Deich hält“
s: Imke Harms
c: sagte
f: , sagte Imke Harms dem „Boten“
a: dem „Boten“
-- indirect speech_or_writing
q: Er sei „alt“
s: Harms
c: räumte | ein
f: , räumte
Harms am Montag ein
== siel
Das Siel ist zu.
-- reported none
q: Das Siel ist zu
"""
SEEDS = Path(__file__).parent.parent.parent / "seeds"


def words(article: CorpusArticle, ids: frozenset[int]) -> list[str]:
    return [article.text[slice(*article.tokens[word])] for word in sorted(ids)]


def read(folder: Path, text: str) -> list[CorpusArticle]:
    path = folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    return list(read_file(path))


def test_parts_are_found_next_to_their_quotation(tmp_path: Path) -> None:
    deich, siel = read(tmp_path, TWO.replace("räumte\nHarms", "räumte Harms"))
    heading, body, indirect = deich.quotes
    assert words(deich, heading.speaker) == ["Harms"]
    assert max(heading.frame) < min(heading.quote) < max(heading.quote) < min(body.quote)
    assert words(deich, body.speaker) == ["Imke", "Harms"]
    assert words(deich, body.addressee) == ["dem", "„", "Boten", "“"]
    assert (indirect.type, indirect.medium) == ("indirect", "speech_or_writing")
    assert words(deich, indirect.cue) == ["räumte", "ein"]
    assert words(deich, indirect.speaker) == ["Harms"]
    assert min(indirect.speaker) > max(indirect.quote)
    assert (siel.name, siel.quotes[0].medium) == ("siel", None)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("-- direct speech\nq: „Flut“", "does not stand in the text"),
        ("-- direct speech\nq: „Der Deich hält“\ns: Imke Harm", "within a word"),
        ("-- spoken speech\nq: „Der Deich hält“", "spoken"),
        ("-- direct speech\nz: „Der Deich hält“", "not a part"),
        ("-- direct speech\ns: Harms", "without q"),
    ],
)
def test_what_does_not_fit_is_told_with_the_article(tmp_path: Path, wrong: str, told: str) -> None:
    with pytest.raises(InputError, match=told) as error:
        read(tmp_path, TWO.split("-- ", 1)[0] + wrong + "\n")
    assert "a.txt, deich" in str(error.value)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_what_is_there_can_be_read_and_direct_quotations_go_from_mark_to_mark(path: Path) -> None:
    for article in read_file(path):
        marked = {tuple(found.span) for found in find_marked(article.text)}
        for quote in article.quotes:
            if quote.type == "direct":
                span = (article.tokens[min(quote.quote)].start, article.tokens[max(quote.quote)].end)
                assert span in marked, article.text[slice(*span)]


def test_no_name_stands_twice_and_nothing_is_learned_from_the_seeds() -> None:
    articles = read_written()
    assert len({article.name for article in articles}) == len(articles)
    lines = {line for path in SEEDS.glob("*.txt") for line in path.read_text(encoding="utf-8").split("\n") if line}
    assert not lines & {line for article in articles for line in article.text.split("\n")}

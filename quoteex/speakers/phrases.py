"""The words of a phrase in the tree of its sentence: its head, what hangs on it, and its form in the nominative."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quoteex.document import Sentence, Span, Word
from quoteex.speakers.wordlist import read_wordlist

_LONGEST_ADDITION = 6
"""So many words of a genitive or an apposition belong to a description at most."""
_MODIFIERS = ("nmod", "obl", "det")
_MARKS = "„“”\"»«›‹‚‘'’()[],;:.!?–—"
_HYPHENS = ("-", "–", "/")
_ADDITIONS = ("appos", "flat", "compound", "name")


@dataclass(frozen=True, slots=True)
class Phrase:
    """The syntactic words of one sentence and which of them belong to the phrase (indices); both may be empty."""

    words: tuple[Word, ...]
    inside: frozenset[int]

    def head_index(self) -> int | None:
        """Return the word that all others hang on: the first whose governor is outside."""
        for index in sorted(self.inside):
            word = self.words[index]
            if word.upos not in ("ADP", "DET", "PUNCT") and word.head not in self.inside:
                return index
        return None

    def head(self) -> Word | None:
        """Return the word at :meth:`head_index`."""
        index = self.head_index()
        return None if index is None else self.words[index]

    def children(self, index: int) -> Iterator[int]:
        """Yield the phrase's words that hang on the one at ``index``, in order."""
        return (other for other in sorted(self.inside) if self.words[other].head == index)

    def modifies(self, span: Span) -> bool:
        """Say whether the name at ``span`` stands in a genitive or behind a preposition, below another word."""
        return any(word.deprel.startswith(_MODIFIERS) for word in self._upwards(span))

    def belongs_to_another(self, span: Span) -> bool:
        """Say whether the name is of somebody whom the speaker is only related to: "Merkels Sprecher".

        Not so in "Merkels Ansicht" and "Angaben von Merkel", where no person but the named one can be meant. A name in
        apposition to a thing ("der Leiter des Bades Jannis Reuter") is taken for the parser's slip.
        """
        titles = read_wordlist("titles")
        person_below = True
        for word in self._upwards(span):
            governor = self.words[word.head]
            is_person = governor.text in titles or governor.lemma in titles
            if word.deprel.startswith(_ADDITIONS):
                person_below = is_person
            elif word.deprel.startswith(_MODIFIERS):
                return person_below and is_person
        return False

    def _upwards(self, span: Span) -> list[Word]:
        """Return the words from the name's highest word up to the last one below the phrase's head."""
        own = [index for index in self.inside if self.words[index].span.start < span.end > span.start]
        own = [index for index in own if self.words[index].span.end > span.start]
        at = next((index for index in sorted(own) if self.words[index].head not in own), -1)
        path: list[Word] = []
        while at in self.inside and self.words[at].head in self.inside and len(path) < len(self.inside):
            path.append(self.words[at])
            at = self.words[at].head
        return path


def phrase_at(spans: Sequence[Span], sentences: Sequence[Sentence]) -> Phrase:
    """Return the words at ``spans`` (ascending) in the tree of the sentence that they begin in."""
    at = sentence_at(spans[0].start, sentences)
    if at is None:
        return Phrase((), frozenset())
    words = sentences[at].words
    inside = (
        index
        for index, word in enumerate(words)
        if any(word.span.start < end and start < word.span.end for start, end in spans)
    )
    return Phrase(words, frozenset(inside))


def sentence_at(place: int, sentences: Sequence[Sentence]) -> int | None:
    """Return the index of the last sentence that begins at or before ``place``; ``None`` before the first."""
    at = bisect_right(sentences, place, key=lambda sentence: sentence.span.start) - 1
    return at if at >= 0 else None


def below(phrase: Phrase, index: int) -> frozenset[int]:
    """Return the phrase's words from ``index`` downwards."""
    found, waiting = {index}, [index]
    while waiting:
        new = [child for child in phrase.children(waiting.pop()) if child not in found]
        found.update(new)
        waiting += new
    return frozenset(found)


def own_words(words: Sequence[Word], index: int) -> frozenset[int]:
    """Return a noun with its article, adjectives and genitives, without relative clauses and appositions."""
    everything = Phrase(tuple(words), frozenset(range(len(words))))
    found = {index}
    for child in everything.children(index):
        word = words[child]
        before = child < index and word.upos in ("DET", "ADJ", "NUM")
        if before:
            found.add(child)
        elif word.deprel.startswith(("nmod", "flat", "appos")) and child > index:
            all_of_it = below(everything, child)
            if len(all_of_it) <= _LONGEST_ADDITION and max(all_of_it) - min(all_of_it) == len(all_of_it) - 1:
                found |= all_of_it
    first = min(found)
    # Only one run of words: what is torn apart by something else is left out.
    run = {index}
    while max(run) + 1 in found:
        run.add(max(run) + 1)
    while min(run) > first and min(run) - 1 in found:
        run.add(min(run) - 1)
    return frozenset(run)


def glued(words: Sequence[Word], index: int) -> range:
    """Return the words that the one at ``index`` is written together with: the three of "SPD-Chef"."""
    first = last = index
    while first > 0 and _touch(words, first - 1) and words[first - 1].text not in _MARKS:
        first -= 1
    while (
        last + 2 < len(words) and _touch(words, last) and words[last + 1].text in _HYPHENS and _touch(words, last + 1)
    ):
        last += 2
    return range(first, last + 1)


def _touch(words: Sequence[Word], index: int) -> bool:
    """Whether nothing stands between the word at ``index`` and the next."""
    return words[index].span.end == words[index + 1].span.start


# Nominative ---------------------------------------------------------------------------------------------------------

_ARTICLE = {
    "dem": ("der", "das"),
    "den": ("der", "das"),
    "des": ("der", "das"),
    "einem": ("ein", "ein"),
    "einen": ("ein", "ein"),
    "eines": ("ein", "ein"),
    "diesem": ("dieser", "dieses"),
}
"""Oblique articles in the singular, with their nominative, masculine and neuter."""
_FEMININE = {"der": "die", "einer": "eine", "dieser": "diese", "deren": "deren", "ihrer": "ihre", "seiner": "seine"}
_NEUTER = re.compile(
    r".*(?:chen|lein|ium|ment|um|amt|gericht|papier|gutachten|haus|blatt|land|werk|unternehmen|institut)"
)
_ADJECTIVAL = re.compile(
    r".*(?:jährig|sitzend|ordnet|stellt|beamt|klagt|dächtig|auftragt|teiligt|kannt|wandt|letzt|schuldigt|schäftigt|lebend)en",
    re.IGNORECASE,
)
"""Nouns that are declined like adjectives: Vorsitzende, Abgeordnete, 34-Jährige."""
_AFTER = re.compile(r"\s*(?:\([^()]*\)|auf (?:An|Nach)frage\b.*)$")
_STAYS = re.compile(r".*(?:ung|heit|keit|schaft|ion|tät|ik|ie|ei)en")


def nominative(text: str, phrase: Phrase) -> str | None:
    """Return the phrase, a stretch of ``text``, in the nominative; ``None`` when it has no noun as its head.

    Only a preposition in front, the words before the head and the head itself change: articles, adjectives, nouns with
    an ending of the dative or of the weak declension. What follows the head is left as it stands, brackets at the end
    are left out.
    """
    at = phrase.head_index()
    if at is None or phrase.words[at].upos not in ("NOUN", "ADJ", "PROPN", "NUM", "X"):
        return None
    head, inside = phrase.words[at], sorted(phrase.inside)
    before = [index for index in inside if index < at and phrase.words[index].head in (at, -1)]
    before = [index for index in before if phrase.words[index].upos in ("DET", "ADJ", "NUM")]
    prepositions = [index for index in inside if index < at and phrase.words[index].upos == "ADP"]
    article = next((index for index in before if phrase.words[index].upos == "DET"), None)
    forms: dict[int, str] = {}
    if article is None:
        if prepositions or head.deprel.startswith(("nmod", "obl")):
            forms = _bare(phrase, before, at)
    else:
        below = any(word.head == at and word.upos == "ADP" for word in phrase.words)
        _decline(phrase, article, before, at, forms, governed=below or head.deprel.startswith("nmod"))
    start = phrase.words[inside[0]].span.start
    if prepositions and phrase.words[inside[0]].upos == "ADP":
        start = phrase.words[inside[0]].span.end
    return _written(text, Span(start, phrase.words[inside[-1]].span.end), phrase, forms)


def _written(text: str, span: Span, phrase: Phrase, forms: dict[int, str]) -> str:
    """Return the stretch with the words of ``forms`` in the place of their own."""
    found, at = "", span.start
    for index in sorted(forms):
        start, end = phrase.words[index].span
        if start >= at:
            found, at = found + text[at:start] + forms[index], end
    found = " ".join((found + text[at : span.end]).split())
    return _AFTER.sub("", found).strip(" ,;:")


def _bare(phrase: Phrase, before: Sequence[int], at: int) -> dict[int, str]:
    """Bring "ersten Untersuchungen", "Beobachtern" (behind a preposition, no article) to the nominative plural."""
    adjectives = (index for index in before if phrase.words[index].upos == "ADJ")
    forms = {i: phrase.words[i].text.removesuffix("n") for i in adjectives if phrase.words[i].text.endswith("en")}
    return forms | {at: _bare_plural(phrase.words[at])}


def _decline(
    phrase: Phrase, article: int, before: Sequence[int], at: int, forms: dict[int, str], *, governed: bool
) -> None:
    """Put article, adjectives and head of a phrase into the nominative, where the article shows another case."""
    form, head = phrase.words[article].text.casefold(), phrase.words[at]
    adjectives = [index for index in before if phrase.words[index].upos == "ADJ"]
    if form == "den" and head.text != head.lemma and (_plural(head) if _weak(head) else head.text.endswith("n")):
        forms[article] = "die"  # dative plural
        forms[at] = head.text if _weak(head) else _bare_plural(head)
    elif form == "der" and governed and _plural(head):
        forms[article] = "die"
    elif form in _ARTICLE:
        neuter = "Gender=Neut" in head.feats or _NEUTER.fullmatch(head.lemma.casefold()) is not None
        forms[article] = _ARTICLE[form][neuter]
        ending = "e" if forms[article].startswith("d") else "es" if neuter else "er"
        forms |= {index: phrase.words[index].text.removesuffix("en") + ending for index in adjectives}
        forms[at] = _singular(head, ending)
    elif form in _FEMININE and governed:
        forms[article] = _FEMININE[form]
        forms |= {index: phrase.words[index].text.removesuffix("n") for index in adjectives}
        if head.upos == "ADJ" or _ADJECTIVAL.fullmatch(head.text):
            forms[at] = head.text.removesuffix("n")


def _plural(word: Word) -> bool:
    return "Number=Plur" in word.feats.split("|")


def _weak(word: Word) -> bool:
    """Whether the noun is of the weak declension: der Präsident, dem Präsidenten; der Zeuge, dem Zeugen."""
    return word.text == word.lemma + ("n" if word.lemma.endswith("e") else "en")


def _singular(word: Word, ending: str) -> str:
    """Return the head in the nominative singular; ``ending`` is that of an adjective in its place."""
    if word.upos == "ADJ" or _ADJECTIVAL.fullmatch(word.text):
        return word.text.removesuffix("en") + ending
    if word.text != word.lemma and word.lemma[:1].isupper() and word.text.startswith(word.lemma):
        return word.lemma
    return word.text


def _bare_plural(word: Word) -> str:
    """Return a plural noun without the -n of the dative: Beobachtern, Berichten, Kreisen."""
    text = word.text
    if text.endswith(("ern", "eln", "kreisen")) and not text.endswith(("eltern", "Eltern")):
        return text[:-1]
    if text == word.lemma + "en" and text.endswith(("chten", "apieren", "riefen")) and not _STAYS.fullmatch(text):
        return text[:-1]
    return text

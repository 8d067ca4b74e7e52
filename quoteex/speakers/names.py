"""Names in a text: each mention of a person or an organisation gets the fullest form that stands anywhere in it.

German news names a person in full once and by the surname from then on, often in the genitive ("Merkels Regierung",
"Scholz' Antwort") and behind a title ("Ministerin Ott"). All of that is undone here by comparing the names of one
text with each other; no outside knowledge of people is used.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quoteex.document import Mention, Span
from quoteex.speakers.wordlist import WordList, read_wordlist

Words = tuple[str, ...]

PERSON, ORGANIZATION = "PER", "ORG"

# Marks around a name ("Freier Horizont" in quotation marks) and the apostrophe of a genitive (Scholz').
_EDGE_MARKS = "\"„“”‟»«›‹‚‘’'`´,;:()[]"
_GENITIVE_ENDINGS = ("'s", "’s", "s")
_LEGAL_FORMS = frozenset(
    ("ag", "gmbh", "se", "kg", "kgaa", "ohg", "ug", "inc", "inc.", "ltd", "ltd.", "plc", "e.v.", "ev")
)
_INITIAL = re.compile(r"[^\W\d_]\.")
_BREAK = re.compile(r"[.!?:;\n\r\"„“”»«]")
_CONTEXT = 60
"""Code points on either side of a name in which its title or apposition is looked for."""

_MOST_NAMESAKES = 50
"""Names with one last word beyond which they are taken for a list (a register, a family tree) and left as they are."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name mention and who is meant: ``name`` is the fullest form in the text, ``kind`` is PER or ORG."""

    span: Span
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Use:
    """One mention with its words cleaned; ``key`` compares names without regard to case."""

    span: Span
    words: Words
    kind: str

    @property
    def key(self) -> Words:
        return _key(self.words)


def without_titles(words: Sequence[str], titles: WordList) -> Words:
    """Return ``words`` without the titles and functions in front; the last word always stays."""
    first = 0
    while first < len(words) - 1 and words[first] in titles:
        first += 1
    return tuple(words[first:])


class NameBook:
    """The names of one text: built once from all mentions, then asked who is meant by a mention or by words.

    ``long_forms`` are the organisations' abbreviations that the text explains.
    """

    def __init__(self, text: str, mentions: Sequence[Mention], long_forms: Mapping[str, str] | None = None) -> None:
        self._text = text
        self._long_forms = dict(long_forms or {})
        self._titles = read_wordlist("titles")
        self._uses = _with_one_kind(_without_genitive(_clean(text, mentions, self._titles)))
        self._surface = _surfaces(self._uses)
        self._starts: dict[Words, list[int]] = defaultdict(list)
        self._by_word: dict[tuple[str, str], dict[Words, None]] = defaultdict(dict)
        self._contexts: dict[Words, set[str]] = defaultdict(set)
        for use in self._uses:
            self._starts[use.key].append(use.span.start)
            for word in use.key:
                self._by_word[use.kind, word][use.key] = None
            self._contexts[use.key] |= _context(text, use)
        self._genders = {key: _gender(context, self._titles) for key, context in self._contexts.items()}
        self._fuller: dict[tuple[str, Words], tuple[Words, ...]] = {}
        self.named = tuple(self._named(use) for use in self._uses)
        """All PER and ORG mentions, resolved, in order of the text."""

    def overlapping(self, spans: Sequence[Span]) -> tuple[Named, ...]:
        """Return the names that share at least one code point with ``spans`` (ascending), in order of the text."""
        found: dict[Named, None] = {}
        for start, end in spans:
            # Mentions do not nest, so at most one that begins before ``start`` reaches into the span.
            at = max(0, bisect_left(self.named, start, key=lambda named: named.span.start) - 1)
            while at < len(self.named) and self.named[at].span.start < end:
                if self.named[at].span.end > start:
                    found[self.named[at]] = None
                at += 1
        return tuple(found)

    def person_of(self, words: Sequence[str], span: Span) -> str | None:
        """Return whose surname or name the untagged ``words`` at ``span`` are, titles put aside; ``None``: nobody's.

        Helps where the name recogniser missed a surname that it knows elsewhere in the text.
        """
        bare = without_titles(_trim(words), self._titles)
        if not bare or not bare[-1][:1].isupper():
            return None
        use = _Use(span, bare, PERSON)
        known = use.key in self._by_word.get((PERSON, use.key[-1]), {})
        if known or any(long[-1] == use.key[-1] for long in self._fuller_forms(PERSON, use.key)):
            return self._choose(use)
        return None

    def _named(self, use: _Use) -> Named:
        return Named(use.span, self._choose(use), use.kind)

    def _choose(self, use: _Use) -> str:
        """Return the surface form of the fullest name for ``use``; of several, the one that the place decides for."""
        long = self._long_forms.get(" ".join(use.words)) if use.kind == ORGANIZATION else None
        if long is not None:
            return long
        forms = self._fuller_forms(use.kind, use.key) or (use.key,)
        return self._surface[forms[0] if len(forms) == 1 else self._told_apart(forms, use)]

    def _fuller_forms(self, kind: str, key: Words) -> tuple[Words, ...]:
        """Return the fullest forms that ``key`` may be short for: several when people share a surname."""
        if (kind, key) not in self._fuller:
            self._fuller[kind, key] = self._find_fuller(kind, key)
        return self._fuller[kind, key]

    def _find_fuller(self, kind: str, key: Words) -> tuple[Words, ...]:
        same_end = self._by_word.get((kind, key[-1]), {})
        if len(same_end) > _MOST_NAMESAKES:
            return ()
        if kind == ORGANIZATION:
            forms = [long for long in same_end if len(long) > len(key) and long[-len(key) :] == key]
            forms += [long for long in self._by_word.get((kind, key[0]), {}) if _adds_legal_form(key, long)]
            forms = _fullest(forms)
            return tuple(forms) if len(forms) == 1 else ()
        forms = _fullest([long for long in same_end if _is_short_for(key, long)])
        if not forms and len(key) == 1:
            # A first name alone, or the first of two surnames: only when it can mean one person.
            forms = _fullest([long for long in same_end if len(long) > 1])
            forms = forms if len(forms) == 1 else []
        return tuple(forms)

    def _told_apart(self, forms: Sequence[Words], use: _Use) -> Words:
        """Return the one of ``forms`` that the words around ``use`` fit, else the one most recently before it."""
        around = _context(self._text, use)
        gender = _gender(around, self._titles)

        def rank(form: Words) -> tuple[int, bool, int]:
            of_other_gender = {gender, self._genders[form]} == {"f", "m"}
            before = bisect_left(self._starts[form], use.span.start)
            # Nobody named before: the one who is named first afterwards.
            distance = use.span.start - self._starts[form][before - 1] if before else len(self._text)
            return -len(around & self._contexts[form]), of_other_gender, distance

        return min(forms, key=lambda form: (rank(form), self._starts[form][0]))


def _key(words: Sequence[str]) -> Words:
    return tuple(word.casefold() for word in words)


def _trim(words: Sequence[str]) -> Words:
    """Return the words without marks at their edges; words of nothing but marks are dropped."""
    return tuple(trimmed for word in words if (trimmed := word.strip(_EDGE_MARKS)))


def _clean(text: str, mentions: Sequence[Mention], titles: WordList) -> list[_Use]:
    uses = []
    for mention in sorted(mentions, key=lambda mention: mention.span):
        if mention.kind not in (PERSON, ORGANIZATION):
            continue
        words = _trim(text[mention.span.start : mention.span.end].split())
        if mention.kind == PERSON:
            words = _without_descriptions(without_titles(words, titles))
        if words:
            uses.append(_Use(mention.span, words, mention.kind))
    return uses


def _without_descriptions(words: Words) -> Words:
    """Take "Deutsche" off "Deutsche Ziemendorff", which a recogniser may take for a first name."""
    known = read_wordlist("persons")
    first = next((i for i, word in enumerate(words[:-1]) if word not in known), max(0, len(words) - 1))
    return words[first:]


def _without_genitive(uses: list[_Use]) -> list[_Use]:
    """Take the genitive -s off names whose bare form stands elsewhere as a name."""
    bare: dict[str, set[Words]] = defaultdict(set)
    for use in uses:
        bare[use.key[-1]].add(use.key)

    def nominative(use: _Use) -> _Use:
        for ending in _GENITIVE_ENDINGS:
            last = use.words[-1]
            if not last.endswith(ending) or len(last) == len(ending):
                continue
            words = (*use.words[:-1], last[: -len(ending)])
            if any(_ends_alike(_key(words), other) for other in bare.get(words[-1].casefold(), ())):
                return _Use(use.span, words, use.kind)
        return use

    return [nominative(use) for use in uses]


def _ends_alike(one: Words, other: Words) -> bool:
    """Say whether the shorter name ends the longer: "Hans Peters" is not the genitive of another's "Karl Peter"."""
    length = min(len(one), len(other))
    return one[-length:] == other[-length:]


def _with_one_kind(uses: list[_Use]) -> list[_Use]:
    """Give every use of the same words the kind that most of them have (the first's, when even)."""
    kinds: dict[Words, Counter[str]] = defaultdict(Counter)
    for use in uses:
        kinds[use.key][use.kind] += 1
    return [_Use(use.span, use.words, kinds[use.key].most_common(1)[0][0]) for use in uses]


def _surfaces(uses: list[_Use]) -> dict[Words, str]:
    """Return how each name is written: most often, and not in capitals if it is written otherwise anywhere."""
    written: dict[Words, Counter[str]] = defaultdict(Counter)
    for use in uses:
        written[use.key][" ".join(use.words)] += 1
    return {
        key: min(forms, key=lambda form, forms=forms: (form.isupper(), -forms[form]))  # type: ignore[misc]
        for key, forms in written.items()
    }


def _is_short_for(short: Words, long: Words) -> bool:
    """Say whether ``short`` is the surname of ``long``, alone or behind initials or some of the first names."""
    if short[-1] != long[-1] or len("".join(long)) <= len("".join(short)) or len(long) < len(short):
        return False
    rest = iter(long[:-1])
    return all(any(_same_first_name(word, other) for other in rest) for word in short[:-1])


def _same_first_name(short: str, long: str) -> bool:
    return short == long or (_INITIAL.fullmatch(short) is not None and long.startswith(short[0]))


def _adds_legal_form(short: Words, long: Words) -> bool:
    added = long[len(short) :]
    return bool(added) and long[: len(short)] == short and all(word in _LEGAL_FORMS for word in added)


def _fullest(forms: Sequence[Words]) -> list[Words]:
    """Return the forms that are not themselves short for another of them, each once."""
    distinct = list(dict.fromkeys(forms))
    return [form for form in distinct if not any(_is_short_for(form, other) for other in distinct)]


def _context(text: str, use: _Use) -> frozenset[str]:
    """Return the capitalised words (casefolded) just before the name and in an apposition just after it."""
    start, end = use.span
    before = _BREAK.split(text[max(0, start - _CONTEXT) : start])[-1].rpartition(",")[2]
    after = _BREAK.split(text[end : end + _CONTEXT])[0]
    # "Ulrike Brandt, Chefin des Hafens, sagte": what stands between the two commas.
    apposition = after.split(",")[1] if after.startswith(",") else ""
    words = _trim(f"{before} {text[start:end]} {apposition}".split())
    return frozenset(word.casefold() for word in words if word[0].isupper()).difference(use.key)


def _gender(context: Iterable[str], titles: WordList) -> str:
    """Return "f" or "m" by the titles among the words, "" when they do not say."""
    found = {"f" if word.endswith(("frau", "in")) else "m" for word in context if word in titles}
    return found.pop() if len(found) == 1 else ""

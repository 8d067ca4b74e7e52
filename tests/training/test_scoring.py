from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteex.training.scoring import Measure, Scores, TokenQuote, format_scores, match_quotes, score


def quote(
    tokens: Iterable[int],
    speaker: Iterable[int] = (),
    cue: Iterable[int] = (),
    frame: Iterable[int] = (),
    addressee: Iterable[int] = (),
    *,
    kind: str = "indirect",
    medium: str | None = "speech",
) -> TokenQuote:
    parts = (frozenset(part) for part in (tokens, speaker, cue, frame, addressee))
    return TokenQuote(kind, medium, *parts)


def approx(precision: float, recall: float) -> tuple[object, object]:
    return pytest.approx(precision), pytest.approx(recall)


def both(measure: Measure) -> tuple[float, float]:
    return measure.precision, measure.recall


def one(gold: Sequence[TokenQuote], predicted: Sequence[TokenQuote]) -> Scores:
    return score([(gold, predicted)])


def test_a_perfect_prediction_scores_one_in_every_part() -> None:
    quotes = [quote([4, 5], [0], [1], [0, 1, 2], [2], kind="direct"), quote([9], medium=None)]
    scores = one(quotes, list(reversed(quotes)))
    for name in Scores.__dataclass_fields__:
        assert both(getattr(scores, name)) == (1, 1), name


def test_one_pair_worked_out_by_hand() -> None:
    # Part       gold           predicted     right  P    R
    # quote      4 5 6 7        5 6 7 8 9     3      3/5  3/4
    # speaker    0              0 1           1      1/2  1
    # cue        2              (none)        0      -    0
    # frame      0 1 2 3        2 3           2      1    1/2
    # addressee  (none)         11            0      0    -
    gold = quote(range(4, 8), [0], [2], range(4))
    predicted = quote(range(5, 10), [0, 1], [], [2, 3], [11])
    scores = one([gold], [predicted])
    assert both(scores.message) == approx(3 / 5, 3 / 4)
    assert both(scores.speaker) == approx(1 / 2, 1)
    assert both(scores.cue) == approx(0, 0)
    assert both(scores.frame) == approx(1, 1 / 2)
    assert both(scores.addressee) == approx(0, 0)
    # Roles: P over speaker, frame, addressee = (1/2 + 1 + 0) / 3; R over speaker, cue, frame = (1 + 0 + 1/2) / 3.
    assert both(scores.roles) == approx(1 / 2, 1 / 2)
    # Joint: the quote's value beside the three of the roles: P (3/5 + 3/2) / 4, R (3/4 + 3/2) / 4.
    assert both(scores.joint) == approx(2.1 / 4, 2.25 / 4)
    assert scores.joint.f1 == pytest.approx(2 * 0.525 * 0.5625 / (0.525 + 0.5625))


def test_long_and_short_quotations_and_all_articles_weigh_the_same() -> None:
    # First article: 100 tokens, all right. Second: one token, wrong. Macro 1/2 (a micro average would be 100/101).
    scores = score([([quote(range(100))], [quote(range(100))]), ([quote([3])], [quote([4])])])
    assert both(scores.message) == (0.5, 0.5)


def test_quotations_left_over_count_as_nothing_right() -> None:
    # One of three found: P 1/1, R 1/3. A part that a missed quotation does not have costs nothing.
    gold = [quote([1, 2], [0]), quote([5], [0]), quote([8])]
    scores = one(gold, [quote([1, 2], [0])])
    assert both(scores.message) == approx(1, 1 / 3)
    assert both(scores.speaker) == approx(1, 1 / 2)
    # One right and one made up, with an addressee: message P 1/2, R 1; addressee P 0, nothing to recall.
    scores = one([quote([1, 2], [0])], [quote([1, 2], [0]), quote([5], addressee=[6])])
    assert both(scores.message) == (0.5, 1)
    assert both(scores.addressee) == (0, 0)
    assert both(scores.roles) == (0.5, 1)


def test_matching_is_best_over_all_not_greedy() -> None:
    # F1: a-x 2*3/(4+4) = .75, a-y 2*2/(4+2) = .67, b-x 2*1/(1+4) = .4, b-y 0.
    # Greedy takes a-x and leaves b-y (0): .75. Best in sum: a-y and b-x: 1.07.
    a, b = quote([1, 2, 3, 4]), quote([9])
    x, y = quote([2, 3, 4, 9]), quote([1, 2])
    assert match_quotes([a, b], [x, y]) == [(0, 1), (1, 0)]


def test_type_then_medium_break_ties_but_never_outweigh_tokens() -> None:
    gold = [quote([1, 2], kind="direct"), quote([1, 2], kind="reported")]
    assert match_quotes(gold, list(reversed(gold))) == [(0, 1), (1, 0)]
    media = [quote([1, 2], medium="writing"), quote([1, 2], medium="speech")]
    assert match_quotes(media, list(reversed(media))) == [(0, 1), (1, 0)]
    # Type (.01) before medium (.001).
    mixed = [quote([1], kind="direct", medium="speech"), quote([1], kind="indirect", medium="writing")]
    swapped = [quote([1], kind="indirect", medium="speech"), quote([1], kind="direct", medium="writing")]
    assert match_quotes(mixed, swapped) == [(0, 1), (1, 0)]
    # Tokens first: 1-4 beside 1-4 is better than the same type beside 1-3.
    tokens = [quote(range(4), kind="direct"), quote(range(3), kind="reported")]
    other = [quote(range(4), kind="reported"), quote(range(3), kind="direct")]
    assert match_quotes(tokens, other) == [(0, 0), (1, 1)]


def test_type_and_medium_are_counted_per_quotation() -> None:
    gold = [quote([1], kind="direct", medium=None), quote([5], medium="writing"), quote([8]), quote([9])]
    predicted = [quote([1], kind="direct", medium=None), quote([5], medium="speech", kind="reported")]
    scores = one(gold, predicted)
    # Type: 1 right of 2 predicted, of 4 annotated. Medium: the same (None is a label), then 0 for writing/speech.
    assert both(scores.type) == (0.5, 0.25)
    assert both(scores.medium) == (0.5, 0.25)
    assert scores.type.f1 == pytest.approx(1 / 3)
    # A pair without a common token counts too, as in the corpus's script.
    assert both(one([quote([1])], [quote([2])]).type) == (1, 1)


def test_exact_direct_quotations() -> None:
    gold = [
        quote([1, 2, 3], kind="direct"),
        quote([1, 2, 3], kind="direct"),  # the same words, two speakers
        quote([6, 7], kind="direct"),
        quote([9]),
    ]
    predicted = [
        quote([1, 2, 3], kind="direct"),  # right, once
        quote([6], kind="direct"),  # a token short
        quote([9], kind="direct"),  # not direct in truth
    ]
    assert both(one(gold, predicted).exact_direct) == approx(1 / 3, 1 / 3)
    # The tokens alone decide: the speaker may be wrong.
    assert both(one([quote([1], [0], kind="direct")], [quote([1], [7], kind="direct")]).exact_direct) == (1, 1)


def test_nothing_predicted_or_nothing_annotated_is_zero() -> None:
    assert both(one([quote([1], [0])], []).joint) == (0, 0)
    assert both(one([], [quote([1], [0])]).joint) == (0, 0)
    assert both(score([]).joint) == (0, 0)
    assert score([]).joint.f1 == 0
    # An article without annotation still counts what is predicted there.
    assert both(score([([quote([1])], [quote([1])]), ([], [quote([4])])]).message) == (0.5, 1)


def test_the_table_names_every_measure() -> None:
    table = format_scores(one([quote([1, 2])], [quote([1])])).splitlines()
    assert table[1].split() == ["message", "100.0", "50.0", "66.7"]
    assert [line.rsplit(maxsplit=3)[0].strip().replace(" ", "_") for line in table[1:]] == list(
        Scores.__dataclass_fields__
    )


TOKENS = st.frozensets(st.integers(0, 12))
QUOTES = st.lists(
    st.builds(
        TokenQuote,
        type=st.sampled_from(["direct", "indirect"]),
        medium=st.sampled_from(["speech", None]),
        quote=st.frozensets(st.integers(0, 12), min_size=1),
        speaker=TOKENS,
        cue=TOKENS,
        frame=TOKENS,
        addressee=TOKENS,
    ),
    max_size=6,
)


@given(QUOTES, QUOTES)
def test_measures_lie_in_range_and_exact_ones_are_symmetric(left: list[TokenQuote], right: list[TokenQuote]) -> None:
    there, back = one(left, right), one(right, left)
    # Only this measure: equally good matchings, of which one is taken, may differ in the other measures.
    assert both(there.exact_direct) == tuple(reversed(both(back.exact_direct)))
    for name in Scores.__dataclass_fields__:
        assert all(0 <= value <= 1 for value in both(getattr(there, name))), name


@given(QUOTES, QUOTES)
def test_matching_is_one_to_one_and_as_large_as_can_be(left: list[TokenQuote], right: list[TokenQuote]) -> None:
    pairs = match_quotes(left, right)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == min(len(left), len(right))

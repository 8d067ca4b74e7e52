import pytest

pytest.importorskip("stanza")

from stanza.utils.conll import CoNLL

from quoteex.training.conllu import Row, UdSentence
from quoteex.training.ud_scores import raw_text, ud_scores


def gold(*tokens: str) -> UdSentence:
    rows = [
        Row(str(i), form, form, "X", "_", "_", str(i - 1), "root" if i == 1 else "dep", "_", "_")
        for i, form in enumerate(tokens, 1)
    ]
    return UdSentence((), tuple(rows))


def system(*tokens: str) -> str:
    lines = [
        f"{i}\t{form}\t{form}\tX\t_\t_\t{i - 1}\t{'root' if i == 1 else 'dep'}\t_\t_"
        for i, form in enumerate(tokens, 1)
    ]
    return "\n".join(lines) + "\n\n"


def test_raw_text_joins_sentences() -> None:
    assert raw_text([gold("Ja", "."), gold("Nein", ".")], "\n") == "Ja .\nNein ."


def test_a_perfect_analysis_scores_a_hundred() -> None:
    document = CoNLL.conll2doc(input_str=system("Ja", ".") + system("Nein", "."))
    assert set(ud_scores([gold("Ja", "."), gold("Nein", ".")], document).values()) == {100.0}


def test_a_missed_sentence_end_and_a_token_too_few() -> None:
    document = CoNLL.conll2doc(input_str=system("Ja", ".", "Nein."))
    scores = ud_scores([gold("Ja", "."), gold("Nein", ".")], document)
    assert scores["Sentences"] == 0
    assert scores["Tokens"] == pytest.approx(100 * 2 * 2 / 7)


def test_words_without_a_tree_can_be_measured() -> None:
    document = CoNLL.conll2doc(input_str=system("Ja", "."))
    for word in document.sentences[0].words:
        word.head = word.deprel = None
    assert ud_scores([gold("Ja", ".")], document)["Tokens"] == 100

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteex.training.conllu import Row, UdSentence, read_conllu, write_conllu
from quoteex.training.conventions import from_lit, from_parseme
from quoteex.training.pud import from_pud
from quoteex.training.treebanks import choosing_sentences, read_trees, training_parts, training_sentences

SHARED = Path(__file__).parents[2].parent / "shared" / "data"

SAMPLE = """# sent_id = a1
# text = Ida wohnt im Turm.
1\tIda\tIda\tPROPN\tNE\tCase=Nom\t2\tnsubj\t_\t_
2\twohnt\twohnen\tVERB\tVVFIN\tVerbForm=Fin\t0\troot\t_\t_
3-4\tim\t_\t_\t_\t_\t_\t_\t_\t_
3\tin\tin\tADP\tAPPR\t_\t5\tcase\t_\t_
4\tdem\tder\tDET\tART\tDefinite=Def|PronType=Art\t5\tdet\t_\t_
5\tTurm\tTurm\tNOUN\tNN\t_\t2\tobl\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t$.\t_\t2\tpunct\t_\t_

"""


def word(  # one line of CoNLL-U in short
    number: int, form: str, lemma: str, upos: str, xpos: str, head: int, deprel: str, feats: str = "_"
) -> Row:
    return Row(str(number), form, lemma, upos, xpos, feats, str(head), deprel, "_", "_")


def sentence(text: str) -> str:
    """A one-word-a-token sentence whose first word is the root."""
    lines = [f"# text = {text}"]
    for i, form in enumerate(text.split(), 1):
        lines.append(f"{i}\t{form}\t{form}\tX\tXY\t_\t{0 if i == 1 else 1}\t{'root' if i == 1 else 'dep'}\t_\t_")
    return "\n".join(lines) + "\n\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "treebanks"
    folder.mkdir()
    texts = [f"Satz Nummer {i}" for i in range(799)]
    (folder / "de_gsd-ud-dev.conllu").write_text("".join(map(sentence, texts)), encoding="utf-8")
    (folder / "de_pud-ud-test.conllu").write_text(SAMPLE + sentence("satz Nummer 26"), encoding="utf-8")
    (folder / "de_gsd-parseme-subset.conllu").write_text(SAMPLE, encoding="utf-8")
    (folder / "de_lit-ud-test.conllu").write_text(SAMPLE, encoding="utf-8")
    return tmp_path


def test_read_trees_gives_the_words_of_contractions(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(SAMPLE, encoding="utf-8")
    (tree,) = read_trees(path)
    assert tree.words == ("Ida", "wohnt", "in", "dem", "Turm", ".")
    assert tree.heads == (2, 0, 5, 5, 2, 2)
    assert tree.deprels[4] == "obl"
    assert tree.feats[2] == "_"


def test_tokens_and_text_keep_contractions_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(SAMPLE, encoding="utf-8")
    (read,) = read_conllu(path)
    assert read.tokens == ("Ida", "wohnt", "im", "Turm", ".")
    assert read.text == "Ida wohnt im Turm."


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(SAMPLE, encoding="utf-8")
    write_conllu(read_conllu(path), tmp_path / "b.conllu")
    assert (tmp_path / "b.conllu").read_text(encoding="utf-8") == SAMPLE


def test_three_hundred_sentences_in_runs_are_kept_for_choosing(data: Path) -> None:
    texts = [s.text for s in choosing_sentences(data)]
    assert len(texts) == len(set(texts)) == 300
    assert texts[:25] == [f"Satz Nummer {i}" for i in range(25, 50)]


def test_nothing_kept_for_choosing_is_trained_on_whichever_treebank_repeats_it(data: Path) -> None:
    kept = {s.text.casefold() for s in choosing_sentences(data)}
    training = training_sentences(data, lit=True)
    assert not kept & {s.text.casefold() for s in training}
    assert len(training) == 499 + 3


def test_lit_is_optional(data: Path) -> None:
    assert len(training_sentences(data, lit=False)) == 499 + 2


def test_parts_without_reliable_features_have_none(data: Path) -> None:
    parts = training_parts(data)
    for name in ("parseme", "lit"):
        assert {row.feats for s in parts[name] for row in s.words} == {"_"}


def test_lit_contractions_become_two_words(data: Path) -> None:
    old = SAMPLE.replace("3-4\tim\t_\t_\t_\t_\t_\t_\t_\t_\n", "")
    old = old.replace("3\tin\tin\tADP\tAPPR\t_\t5", "3\tim\tin\tADP\tAPPRART\t_\t4")
    old = old.replace("4\tdem\tder\tDET\tART\tDefinite=Def|PronType=Art\t5\tdet\t_\t_\n", "")
    old = old.replace("5\tTurm", "4\tTurm").replace("6\t.", "5\t.")
    (data / "treebanks" / "de_lit-ud-test.conllu").write_text(old, encoding="utf-8")
    (read,) = training_parts(data)["lit"]
    assert read.text == "Ida wohnt im Turm."
    assert [row.form for row in read.words] == ["Ida", "wohnt", "in", "dem", "Turm", "."]
    assert [row.head for row in read.words] == ["2", "0", "5", "5", "2", "2"]


def test_pud_tags_become_stts() -> None:
    words = [
        word(1, "Sie", "er", "PRON", "PRP", 3, "nsubj", "Case=Nom|Person=3"),
        word(2, "schnell", "schnell", "ADV", "RB", 3, "advmod", "Degree=Pos"),
        word(3, "lief", "laufen", "VERB", "VBC", 0, "root", "Mood=Ind|Tense=Past"),
        word(4, ",", ",", "PUNCT", ",", 8, "punct"),
        word(5, "um", "um", "SCONJ", "CC", 8, "mark"),
        word(6, "nicht", "nicht", "PART", "RB", 8, "advmod", "Polarity=Neg"),
        word(7, "zu", "zu", "PART", "RP", 8, "mark"),
        word(8, "fallen", "fallen", "VERB", "VB", 3, "advcl"),
    ]
    result = from_pud(words)
    assert [row.xpos for row in result] == ["PPER", "ADJD", "VVFIN", "$,", "KOUI", "PTKNEG", "PTKZU", "VVINF"]
    assert [row.upos for row in result][:5] == ["PRON", "ADJ", "VERB", "PUNCT", "ADP"]
    assert result[0].lemma == "sie"
    assert result[2].feats == "Mood=Ind|Tense=Past|VerbForm=Fin"
    assert result[7].feats == "VerbForm=Inf"


def test_pud_comparison_is_an_oblique_with_a_case_marker() -> None:
    words = [
        word(1, "Er", "er", "PRON", "PRP", 3, "nsubj"),
        word(2, "ist", "sein", "AUX", "VBC", 3, "cop"),
        word(3, "größer", "groß", "ADJ", "JJ", 0, "root", "Degree=Cmp"),
        word(4, "als", "als", "CCONJ", "CC", 5, "cc"),
        word(5, "Ida", "Ida", "PROPN", "NNP", 3, "conj"),
    ]
    result = from_pud(words)
    assert (result[3].upos, result[3].deprel) == ("ADP", "case")
    assert result[4].deprel == "nmod"  # below an adjective, German-GSD says nmod for obl


def test_pud_coordination_with_als_auch_stays() -> None:
    words = [
        word(1, "sowohl", "sowohl", "CCONJ", "CC", 2, "cc:preconj"),
        word(2, "Ida", "Ida", "PROPN", "NNP", 0, "root"),
        word(3, "als", "als", "CCONJ", "CC", 5, "cc"),
        word(4, "auch", "auch", "ADV", "RB", 3, "fixed"),
        word(5, "Ole", "Ole", "PROPN", "NNP", 2, "conj"),
    ]
    assert [row.deprel for row in from_pud(words)] == ["cc", "root", "cc", "fixed", "conj"]


def test_pud_es_is_the_subject_unless_there_is_another() -> None:
    alone = [
        word(1, "Es", "es", "PRON", "PRP", 2, "expl"),
        word(2, "gibt", "geben", "VERB", "VBC", 0, "root"),
        word(3, "Tee", "Tee", "NOUN", "NN", 2, "obj"),
    ]
    with_subject = [*alone[:2], alone[2]._replace(deprel="nsubj")]
    assert from_pud(alone)[0].deprel == "nsubj"
    assert from_pud(with_subject)[0].deprel == "expl"


def test_parseme_determiners_copulas_and_reflexives() -> None:
    words = [
        word(1, "Diese", "dies", "PRON", "PDAT", 2, "det"),
        word(2, "Uhr", "Uhr", "NOUN", "NN", 5, "nsubj"),
        word(3, "ist", "sein", "VERB", "VAFIN", 5, "cop"),
        word(4, "ihm", "er", "PRON", "PPER", 5, "iobj"),
        word(5, "fremd", "fremd", "ADJ", "ADJD", 0, "root"),
        word(6, "sich", "er|es|sie", "PRON", "PRF", 5, "dep", "Case=Acc"),
    ]
    result = from_parseme(words)
    assert [row.upos for row in result] == ["DET", "NOUN", "AUX", "PRON", "ADJ", "PRON"]
    assert (result[0].lemma, result[5].lemma) == ("dieser", "sich")
    assert result[5].feats == "_"


CONVERSIONS = [from_pud, from_parseme, from_lit]
TAGS = ["NOUN", "VERB", "ADJ", "ADV", "PRON", "DET", "SCONJ", "CCONJ", "AUX", "NUM", "X"]
FORMS = ["als", "wie", "es", "um", "zu", "Ida", "12.", "2016", "der", "auch", "sie", "daß"]
RELATIONS = ["nsubj", "obl", "nmod", "cc", "conj", "expl", "csubj", "mark", "xcomp", "nummod", "det", "acl:relcl"]


@st.composite
def chains(draw: st.DrawFn) -> list[Row]:
    """Words of a random tree: the first is the root, each other depends on an earlier one."""
    length = draw(st.integers(1, 8))
    rows = []
    for i in range(1, length + 1):
        head = 0 if i == 1 else draw(st.integers(1, i - 1))
        form, upos = draw(st.sampled_from(FORMS)), draw(st.sampled_from(TAGS))
        rows.append(word(i, form, form, upos, "XX", head, "root" if i == 1 else draw(st.sampled_from(RELATIONS))))
    return rows


@pytest.mark.parametrize("convert", CONVERSIONS)
@given(words=chains())
def test_conversion_changes_tags_and_names_but_no_tree(
    convert: Callable[[Sequence[Row]], list[Row]], words: list[Row]
) -> None:
    result = convert(words)
    assert [(row.id, row.form, row.head) for row in result] == [(row.id, row.form, row.head) for row in words]
    assert [row.deprel for row in result if row.head == "0"] == ["root"]


@pytest.mark.skipif(not SHARED.exists(), reason="needs the shared corpora")
def test_the_treebanks_keep_their_text_and_their_trees() -> None:
    everything: list[UdSentence] = choosing_sentences(SHARED) + training_sentences(SHARED, lit=True)
    assert len(everything) > 4000
    for read in everything:
        (text,) = [comment[9:] for comment in read.comments if comment.startswith("# text = ")]
        assert read.text == text
        assert [row.id for row in read.words] == [str(i + 1) for i in range(len(read.words))]
        assert sum(row.head == "0" for row in read.words) == 1

from pathlib import Path

import pytest

from quoteex.training.entities import EntitySentence, choosing_entities, divided, read_entities, training_entities

SHARED = Path(__file__).parents[2].parent / "shared" / "data"

GERMEVAL = """#\thttp://example.org/1\t[2024-01-01]
1\tDie\tO\tO
2\tStadtwerke\tB-ORG\tO
3\tLübben\tI-ORG\tB-LOC
4\tloben\tO\tO
5\tdeutsche\tB-LOCderiv\tO
6\tEU-Beamte\tB-ORGpart\tO
7\tund\tO\tO
8\t"\tO\tO
9\tFaust\tB-OTH\tO
10\tII\tI-OTH\tO

#\thttp://example.org/2\t[2024-01-01]
1\t#Wahl\tO\tO
"""

UNER = """# newdoc id = x1
# sent_id = x1-1
# text = Grüße von Ida Lund
1\tGrüße\tO\t-\t-
2\tvon\tO\t-\t-
3\tIda\tB-PER\t-\tanna
4\tLund\tI-PER\t-\tanna
"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_germeval_outer_layer_without_oth_derived_words_and_compounds(tmp_path: Path) -> None:
    first, second = read_entities(write(tmp_path / "a.tsv", GERMEVAL))
    assert first.tokens[1:3] == ("Stadtwerke", "Lübben")
    assert first.tags == ("O", "B-ORG", "I-ORG", "O", "O", "O", "O", "O", "O", "O")
    assert second.tokens == ("#Wahl",)


def test_universal_ner(tmp_path: Path) -> None:
    (sentence,) = read_entities(write(tmp_path / "a.iob2", UNER))
    assert sentence.tags == ("O", "O", "B-PER", "I-PER")


def test_a_name_that_starts_with_i_is_begun(tmp_path: Path) -> None:
    (sentence,) = read_entities(write(tmp_path / "a.tsv", "1\tAlt\tB-LOCpart\tO\n2\tRuppin\tI-LOC\tO\n"))
    assert sentence.tags == ("O", "B-LOC")


@pytest.mark.parametrize("line", ["1\tBonn\tB-STADT\tO", "1\tBonn", "Bonn\tB-LOC\tO"])
def test_other_formats_are_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match=r"B-STADT|line 1"):
        read_entities(write(tmp_path / "a.tsv", line + "\n"))


def test_the_last_400_are_kept_and_never_trained_on(tmp_path: Path) -> None:
    numbered = "\n\n".join(f"1\tWort{i}\tO\tO" for i in range(403))
    write(tmp_path / "ner" / "germeval2014-test-first3100.tsv", numbered)
    write(tmp_path / "ner" / "germeval2014-dev.tsv", "1\tWort402\tO\tO\n\n1\tNeu\tO\tO\n")
    write(tmp_path / "ner" / "uner-de_pud.iob2", UNER)
    assert [s.tokens[0] for s in choosing_entities(tmp_path)] == [f"Wort{i}" for i in range(3, 403)]
    assert [s.tokens[0] for s in training_entities(tmp_path, pud=False)] == ["Neu", "Wort0", "Wort1", "Wort2"]
    assert [s.tokens[0] for s in training_entities(tmp_path, pud=True)][-1] == "Grüße"


def test_names_stay_whole_when_their_hyphens_become_tokens() -> None:
    sentence = EntitySentence(("Anna-Lena", "Kurz", "im", "A-Team", "2024-2025"), ("B-PER", "I-PER", "O", "O", "O"))
    assert divided(sentence) == EntitySentence(
        ("Anna", "-", "Lena", "Kurz", "im", "A", "-", "Team", "2024-2025"),
        ("B-PER", "I-PER", "I-PER", "I-PER", "O", "O", "O", "O", "O"),
    )


@pytest.mark.skipif(not SHARED.exists(), reason="needs the shared corpora")
def test_the_corpora_are_read_whole() -> None:
    assert len(choosing_entities(SHARED)) == 400
    kinds = {tag for sentence in training_entities(SHARED, pud=True) for tag in sentence.tags}
    assert kinds == {"O"} | {f"{prefix}-{kind}" for prefix in "BI" for kind in ("PER", "LOC", "ORG")}

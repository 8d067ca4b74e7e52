"""``python -m quoteex`` is the command ``quoteex``."""

from quoteex.cli.app import main

if __name__ == "__main__":
    main()

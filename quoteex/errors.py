"""The errors that quoteex raises on purpose. Each message says what is wrong, where, and what to do."""

from __future__ import annotations


class QuoteexError(Exception):
    """Base of all errors that a user can do something about; ``str(error)`` is one clear line."""


class InputError(QuoteexError):
    """An input cannot be read: missing, not permitted, not text. Other inputs are not affected."""


class ModelError(QuoteexError):
    """The embedded models are missing, damaged or do not fit together."""

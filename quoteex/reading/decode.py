"""From bytes to text: UTF-8, with or without a byte-order mark, and UTF-16 with one; nothing is guessed.

A wrong guess would change letters without a word, and offsets count code points of the text as decoded. So what is
neither is refused with one line that says how to convert it.
"""

from __future__ import annotations

import codecs

from quoteex.errors import InputError

# UTF-32 stands before UTF-16 because its little-endian mark begins with that of UTF-16.
_REFUSED_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_NAMES = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}


def decode(data: bytes, name: str) -> str:
    """Return the text of ``data`` without its byte-order mark; line ends and all else stay as they are.

    ``name`` says in error messages which input is meant. Raises :class:`InputError` for bytes that are not text (NUL
    characters) and for text in another encoding.
    """
    if data.startswith(_REFUSED_MARKS):
        raise InputError(f"{name}: is UTF-32; convert it to UTF-8 first")
    mark, encoding = next(((mark, enc) for mark, enc in _MARKS if data.startswith(mark)), (b"", "utf-8"))
    # UTF-8 text has no zero bytes: look before decoding, for a binary file seldom is valid UTF-8 either,
    # and "binary" is the better message.
    if encoding == "utf-8" and b"\0" in data:
        raise _binary(name)
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        where = f"byte {error.start + len(mark)}"
        advice = "convert it to UTF-8 first, for example with: iconv -f WINDOWS-1252 -t UTF-8"
        raise InputError(f"{name}: is not valid {_NAMES[encoding]} ({where}); {advice}") from error
    if "\0" in text:
        raise _binary(name)
    return text


def _binary(name: str) -> InputError:
    return InputError(f"{name}: is binary, not text (it has NUL characters); give a plain-text file")

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteex.errors import InputError
from quoteex.reading.decode import decode

NO_NUL = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@given(text=NO_NUL)
def test_utf_8_is_taken_as_it_is(text: str) -> None:
    # A text may begin with U+FEFF itself; in a file that is a byte-order mark.
    expected = text.removeprefix("\ufeff")
    assert decode(text.encode("utf-8"), "x") == expected


@given(text=NO_NUL)
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_one_byte_order_mark_is_removed(mark: bytes, encoding: str, text: str) -> None:
    assert decode(mark + text.encode(encoding), "x") == text


def test_line_ends_stay() -> None:
    assert decode(b"a\r\nb\rc\n\x0cd\xe2\x80\xa8", "x") == "a\r\nb\rc\n\x0cd\u2028"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"abc\0def", "binary"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        (codecs.BOM_UTF16_LE + "a\0b".encode("utf-16-le"), "binary"),
        ("Straße".encode("cp1252"), r"not valid UTF-8 \(byte 4\).*iconv"),
        (codecs.BOM_UTF8 + "Straße".encode("cp1252"), r"not valid UTF-8 \(byte 7\)"),
        (codecs.BOM_UTF16_LE + b"a", "not valid UTF-16"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "not valid UTF-16"),
        (b"\xed\xa0\x80", "not valid UTF-8"),
        (codecs.BOM_UTF32_LE + "a".encode("utf-32-le"), "UTF-32"),
        (codecs.BOM_UTF32_BE + "a".encode("utf-32-be"), "UTF-32"),
    ],
)
def test_what_is_not_text_is_one_clear_line(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=f"^bild.bin: .*{words}") as caught:
        decode(data, "bild.bin")
    assert "\n" not in str(caught.value)


@given(data=st.binary())
def test_any_bytes_are_text_or_an_input_error(data: bytes) -> None:
    try:
        text = decode(data, "x")
    except InputError:
        return
    text.encode("utf-8")  # no lone surrogates

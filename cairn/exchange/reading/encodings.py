"""Bytes of a text file to text, whatever program wrote them. Pure."""

import codecs

from cairn.exchange.reading.refusals import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = (("gb18030", "GB 18030"), ("big5", "Big5"), ("cp1252", "Windows-1252"))
_SAMPLE = 4_000


def decode(content: bytes) -> tuple[str, str]:
    """The text, and the name of the encoding where it was only a guess."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _strictly(content, name), ""
    if name := _wide(content):
        return _strictly(content, name), ""
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError:
        return _guess(content)


def _strictly(content: bytes, name: str) -> str:
    try:
        return content.decode(name)
    except UnicodeDecodeError as error:
        raise Unreadable("file_encoding") from error


def _wide(content: bytes) -> str:
    """UTF-16 without a mark: every second byte of western text, commas and digits is zero."""
    sample = content[:_SAMPLE]
    if len(sample) < 4 or sample.count(0) * 5 < len(sample):
        return ""
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def _guess(content: bytes) -> tuple[str, str]:
    for name, called in _GUESSES:
        try:
            return content.decode(name), called
        except UnicodeDecodeError:
            continue
    raise Unreadable("file_encoding")

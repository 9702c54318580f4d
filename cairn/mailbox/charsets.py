"""From bytes to words, in whatever they were written, and broken ones as well as can be."""

import re
from typing import Final

_KNOWN: Final = re.compile(
    r"utf-?8|us-ascii|gb2312|gbk|gb18030|hz-gb-2312|big5(?:-?hkscs)?|iso-8859-\d{1,2}|windows-125\d"
    r"|koi8-[ru]|shift_jis|euc-(?:jp|kr|cn)|iso-2022-(?:jp|kr)|utf-16(?:le|be)?"
)
"""Python decodes by other names, too; some of those take very long, or are no charsets."""
_WIDER: Final = {"gb2312": "gb18030", "gbk": "gb18030", "euc-cn": "gb18030", "us-ascii": "utf-8"}
_UNKEPT: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)


def decoded(raw: bytes, charset: str | None = None) -> str:
    """As the charset says where it says truly, else as UTF-8 or GB18030, else with replacements."""
    named = (charset or "").strip().lower()
    said = [_WIDER.get(named, named)] if _KNOWN.fullmatch(named) else []
    for name in (*said, "utf-8", "gb18030"):
        try:
            return raw.decode(name)
        except (UnicodeError, LookupError):
            continue
    return raw.decode(said[0] if said else "utf-8", "replace")


def keepable(text: str) -> str:
    """Without what no text of ours may hold; every line break is one sign."""
    return _UNKEPT.sub("", re.sub(r"\r\n?|\u2028|\u2029|\x85", "\n", text)).replace("\xa0", " ")

"""Text to tokens: bigrams for Chinese, Japanese and Korean, whole words for everything else.

A run of ideographs gives every pair of neighbours and its last character alone, so that a query
of one character is a prefix and a query of two or more is an exact token.
"""

import re
import unicodedata

_RUNS = re.compile(
    r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af\U00020000-\U0003ffff]+"
    r"|[^\W_]+",
)
_IDEOGRAPH = re.compile(
    r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af\U00020000-\U0003ffff]"
)
LONGEST_TOKEN = 40
_LITTLE = {
    "a", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "do", "does",
    "for", "from", "get", "has", "have", "how", "if", "in", "into", "is", "it", "its", "more",
    "most", "no", "nor", "not", "of", "off", "on", "one", "or", "our", "out", "over", "per", "so",
    "such", "than", "that", "the", "their", "them", "then", "there", "they", "this", "those",
    "to", "too", "up", "us", "was", "we", "were", "what", "when", "where", "which", "who", "why",
    "will", "with", "you", "your",
}  # fmt: skip


def tokens(text: str) -> list[str]:
    """The tokens to store for a text, in order, each once."""
    found: dict[str, None] = {}
    for run in _runs(text):
        for token in _bigrams(run) if _IDEOGRAPH.match(run) else [run[:LONGEST_TOKEN]]:
            found[token] = None
    return list(found)


def telling_tokens(text: str) -> list[str]:
    """Those that say what it is about: no single character, none of the little words of English."""
    return [token for token in tokens(text) if len(token) > 1 and token not in _LITTLE]


def room_token(organization_id: int, kind: str) -> str:
    """The token that every subject of one kind in one organization carries, so that a search
    meets no other tenant's rows."""
    return f"in{organization_id}{kind.replace('_', '')}"


def query_tokens(text: str) -> list[tuple[str, bool]]:
    """The tokens that a match must have; True marks one that may go on (a prefix)."""
    asked: list[tuple[str, bool]] = []
    for run in _runs(text):
        if not _IDEOGRAPH.match(run):
            asked.append((run[:LONGEST_TOKEN], True))
        elif len(run) == 1:
            asked.append((run, True))
        else:
            asked.extend((run[at : at + 2], False) for at in range(len(run) - 1))
    return asked[:24]


def _runs(text: str) -> list[str]:
    """Runs of one script; a word that mixes scripts is cut where they meet."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    pieces: list[str] = []
    for word in _RUNS.findall(folded):
        pieces.extend(piece for piece in re.split(f"((?:{_IDEOGRAPH.pattern})+)", word) if piece)
    return pieces


def _bigrams(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] + [run[-1]]

"""What a room says: the one sentence of what is to be done now, and what a stage is called."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.planning.board import Board
from cairn.planning.cards import Card
from cairn.planning.models import Side, Stage

ORDER: Final = tuple(stage for stage in Stage if stage is not Stage.ENDED)
MOST_PAIRS: Final = 4


def what_now(board: Board) -> str:
    """What everybody, or who facilitates, does at this stage."""
    return SENTENCES[Stage(board.stage)](board)


def _collecting(board: Board) -> str:
    if board.room.about:
        return _("Propose key results for “%(title)s”.") % {"title": board.room.about.title}
    words = _("Propose what %(team)s should achieve in %(cycle)s: one thing a card.")
    return words % {"team": board.room.team.name, "cycle": board.room.round.cycle.name}


def _grouping(board: Board) -> str:
    if board.own.is_facilitator:
        return _("Put together what belongs together, and make one of what says the same.")
    return _("The facilitator puts together what belongs together. Say so if it belongs elsewhere.")


def _reading(_board: Board) -> str:
    return _("Read in silence. Nobody argues yet.")


def _voting(board: Board) -> str:
    poll = board.poll
    if poll is None:
        return _("The vote begins in a moment.")
    if poll.is_revealed:
        return _tied(board) or _("This is how you voted.")
    words = ngettext(
        "Give your %(num)s dot to what matters most. Nobody sees it before the reveal.",
        "Give your %(num)s dots to what matters most. Nobody sees them before the reveal.",
        poll.dots,
    )
    return words % {"num": poll.dots}


def _tied(board: Board) -> str:
    tied = board.tied
    if not tied:
        return ""
    words = ngettext(
        "%(num)s proposal shares place %(place)s.",
        "%(num)s proposals share place %(place)s.",
        len(tied),
    )
    return words % {"num": len(tied), "place": tied[0].place}


def _arguing(board: Board) -> str:
    if board.speaking is None:
        return _("Say what speaks for and against, one proposal at a time.")
    if board.side == Side.FOR:
        return _("Now: what speaks for it.")
    return _("Now: what speaks against it.")


def _choosing(board: Board) -> str:
    if board.room.about:
        return _("Choose which become key results.")
    return _("Choose what becomes an objective.")


def _ended(board: Board) -> str:
    chosen = sum(card.is_chosen for card in board.ranking)
    words = ngettext(
        "This room has ended: %(num)s proposal was chosen.",
        "This room has ended: %(num)s proposals were chosen.",
        chosen,
    )
    said = words % {"num": chosen}
    if board.poll and not board.poll.is_revealed:
        return f"{said} {_('Its last vote was never revealed: it stays secret for good.')}"
    return said


SENTENCES: Final[dict[Stage, Callable[[Board], str]]] = {
    Stage.COLLECTING: _collecting,
    Stage.GROUPING: _grouping,
    Stage.READING: _reading,
    Stage.VOTING: _voting,
    Stage.ARGUING: _arguing,
    Stage.CHOOSING: _choosing,
    Stage.ENDED: _ended,
}


def stage_word(stage: str) -> str:
    return str(Stage(stage).label)


def stage_after(stage: str) -> str:
    """The next one; after the last there is none."""
    at = ORDER.index(Stage(stage)) + 1 if stage != Stage.ENDED else len(ORDER)
    return str(ORDER[at]) if at < len(ORDER) else ""


def place_text(card: Card) -> str:
    """1, or =2 where others stand on the same place."""
    if card.place is None:
        return ""
    return f"={card.place}" if card.is_tied else str(card.place)


@dataclass(frozen=True, slots=True)
class StageMark:
    """A stage on the bar above the board."""

    key: str
    words: str
    is_past: bool
    is_here: bool


def stages(board: Board) -> list[StageMark]:
    here = ORDER.index(Stage(board.stage)) if board.stage != Stage.ENDED else len(ORDER)
    return [
        StageMark(str(stage), str(stage.label), at < here, at == here)
        for at, stage in enumerate(ORDER)
    ]


def pairs_of(board: Board) -> list[tuple[Card, Card]]:
    """What the facilitator may want to make one of."""
    cards = board.cards
    return [(cards[one], cards[two]) for one, two in board.likely[:MOST_PAIRS]]

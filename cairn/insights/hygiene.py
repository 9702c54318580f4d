"""What is not in order with OKRs: each finding is a rule, and a list to work through.

All are advice, never walls. They are about published objectives that go on, as they are today.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cairn.goals.models import Status
from cairn.insights.frame import Frame, status_is
from cairn.storage.pieces import Piece, every, joined, weave

FEWEST_KEY_RESULTS, MOST_KEY_RESULTS = 2, 5
MOST_OF_A_TEAM, MOST_OF_A_PERSON = 5, 3
HEAVIEST = 60


class Finding(StrEnum):
    """`NO_OWNER` to `HEAVY` are about key results, the others about objectives."""

    NO_OWNER = "no_owner"
    NO_BASELINE = "no_baseline"
    NO_TARGET = "no_target"
    WEIGHTLESS = "weightless"
    HEAVY = "heavy"
    UNANSWERED = "unanswered"
    FEW = "few"
    MANY = "many"
    CROWDED = "crowded"
    UNALIGNED = "unaligned"
    OUTDATED = "outdated"

    @property
    def is_of_key_result(self) -> bool:
        return self in OF_KEY_RESULTS


OF_KEY_RESULTS: Final = (
    Finding.NO_OWNER,
    Finding.NO_BASELINE,
    Finding.NO_TARGET,
    Finding.WEIGHTLESS,
    Finding.HEAVY,
)
OF_OBJECTIVES: Final = tuple(one for one in Finding if one not in OF_KEY_RESULTS)
BESIDE = (
    "EXISTS (SELECT 1 FROM goals_keyresult b WHERE b.objective_id = k.objective_id "
    "AND b.id <> k.id AND b.deleted_at IS NULL LIMIT 1 OFFSET 0)"
)
MEASURED = "k.kind IN ('increase', 'decrease')"
OF_KEY_RESULT: Final = {
    Finding.NO_OWNER: "k.owner_id IS NULL",
    Finding.NO_BASELINE: f"{MEASURED} AND k.start IS NULL",
    Finding.NO_TARGET: f"{MEASURED} AND k.target IS NULL "
    "OR k.kind = 'maintain' AND k.lower IS NULL AND k.upper IS NULL",
    Finding.WEIGHTLESS: "k.weight = 0",
    Finding.HEAVY: f"k.weight > {HEAVIEST} AND {BESIDE}",
}
KEY_RESULTS = (
    "(SELECT COUNT(*) FROM goals_keyresult b WHERE b.objective_id = o.id AND b.deleted_at IS NULL)"
)
SISTERS = (
    "(SELECT COUNT(*) FROM goals_objective s WHERE s.{column} = o.{column} AND {also} "
    "AND s.closed_as = '' AND s.published_at IS NOT NULL AND {visible})"
)
ALL_KEY_RESULTS = " CROSS JOIN goals_keyresult k"
COUNTED = (
    "SELECT a.*, b.* FROM (SELECT COUNT(*), {objectives} FROM {these}) a "
    "CROSS JOIN (SELECT COUNT(*), {key_results} FROM {theirs}) b"
)


@dataclass(frozen=True, slots=True)
class Hygiene:
    """`counts` by finding, out of so many objectives and key results that go on."""

    counts: Mapping[Finding, int]
    objectives: int
    key_results: int

    def out_of(self, finding: Finding) -> int:
        return self.key_results if finding.is_of_key_result else self.objectives


def hygiene_of(frame: Frame) -> Hygiene:
    """The frame is of today. One statement."""
    row = _count(frame)
    objectives, key_results = row[0], row[len(OF_OBJECTIVES) + 1]
    found: dict[Finding, int] = dict(zip(OF_OBJECTIVES, row[1:], strict=False))
    found |= dict(zip(OF_KEY_RESULTS, row[len(OF_OBJECTIVES) + 2 :], strict=True))
    return Hygiene({one: int(found[one] or 0) for one in Finding}, objectives, key_results)


def _count(frame: Frame) -> tuple[int, ...]:
    """How many objectives, how many of them for each finding, and the same of key results."""
    (row,) = weave(
        COUNTED,
        objectives=_sums({one: found_at(frame, one) for one in OF_OBJECTIVES}),
        these=frame.these(frame.going()),
        key_results=_sums({one: found_at(frame, one) for one in OF_KEY_RESULTS}),
        theirs=key_results_of(frame),
    ).rows()
    return row


def key_results_of(frame: Frame, *more: Piece, beside: str = "") -> Piece:
    """The tables and the condition of the key results, as `k`, of objectives that go on, as `o`."""
    there = Piece("k.objective_id = o.id AND k.deleted_at IS NULL")
    return frame.these(frame.going(), there, *more, beside=f"{ALL_KEY_RESULTS}{beside}")


def found_at(frame: Frame, finding: Finding) -> Piece:
    """The rule of a finding, as a condition on an objective `o` or on a key result `k` of it."""
    if finding.is_of_key_result:
        return Piece(f"({OF_KEY_RESULT[finding]})")
    match finding:
        case Finding.UNANSWERED:
            return Piece("o.owner_id IS NULL")
        case Finding.FEW:
            return Piece(f"{KEY_RESULTS} < {FEWEST_KEY_RESULTS}")
        case Finding.MANY:
            return Piece(f"{KEY_RESULTS} > {MOST_KEY_RESULTS}")
        case Finding.CROWDED:
            return _crowded(frame)
        case Finding.UNALIGNED:
            return every(should_align(frame), weave("NOT {aligned}", aligned=is_aligned(frame)))
        case _:
            return status_is(frame, Status.OUTDATED)


def _crowded(frame: Frame) -> Piece:
    """It belongs to a team, or to a person alone, with more objectives in the cycle than are good."""
    visible = frame.scope.visible("s")
    of_team = weave(SISTERS, column=Piece("team_id"), also=Piece("1 = 1"), visible=visible)
    of_person = weave(
        SISTERS, column=Piece("owner_id"), also=Piece("s.team_id IS NULL"), visible=visible
    )
    return weave(
        "CASE WHEN o.team_id IS NULL THEN {of_person} > {person} ELSE {of_team} > {team} END",
        of_person=of_person,
        of_team=of_team,
        person=Piece(str(MOST_OF_A_PERSON)),
        team=Piece(str(MOST_OF_A_TEAM)),
    )


def should_align(frame: Frame) -> Piece:
    """All but the company's own and personal growth; those that go on."""
    return weave(
        "({going} AND NOT o.is_growth AND ({row}.team_id IS NULL OR {row}.team_id <> {company}))",
        going=frame.going(),
        row=frame.scope.row("o"),
        company=frame.scope.company(),
    )


def is_aligned(frame: Frame) -> Piece:
    """It supports something that the viewer sees, in whatever cycle; see `goals.gaps.unaligned`."""
    return frame.wide.supports("o", "p")


def _sums(flags: Mapping[Finding, Piece]) -> Piece:
    return joined(
        *(
            weave(
                "{comma}SUM(CASE WHEN {flag} THEN 1 ELSE 0 END)",
                comma=Piece(", " if n else ""),
                flag=flag,
            )
            for n, flag in enumerate(flags.values())
        )
    )

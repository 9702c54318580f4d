"""What the codes of plans and faults say to readers."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cairn.errors import Words
from cairn.exchange.reading.wording import FAULTS

REASONS: Final[dict[str, Words]] = {
    # create
    "new": _("Not in Cairn yet."),
    "matched": _("Is already in Cairn."),
    "placeholder": _("Nobody here has this name or address: a placeholder without sign-in."),
    "new_person": _("Nobody here has this address: somebody who can be invited."),
    "left_out": _("Left out by the mapping."),
    # change
    "moved_away": _("The source has aligned it with something else since: this alignment ends."),
    "corrected": _("The source has corrected it since: %(fields)s."),
    "changed": _("Differs from what was brought in before: %(fields)s."),
    # skip
    "unchanged": _("The same as what was brought in before."),
    "already_so": _("Cairn says the same already."),
    "said_elsewhere": _("The same was brought in before from another file."),
    "said_before": _("Was brought in before."),
    "gone_there": _("The source has it no more; what was said stays."),
    "above_left_out": _("What it belongs to is left out."),
    "cycle_left_out": _("Its period is left out."),
    "no_cycle": _("It has no period, and its days lie in none."),
    "on_nothing": _("What it is about is not in the file and was not brought in before."),
    "says_nothing": _("It holds neither a value nor words."),
    "absent_parent": _("The parent %(key)s is not in the file: stays unaligned."),
    "one_objective": _("A key result belongs to one objective; this other parent is left out."),
    "part_of_it": _("Says where a key result belongs, which it does already."),
    "loop": _("It would close a loop of alignments."),
    "to_itself": _("It would align something with itself."),
    "twice": _("The same is in the file twice; the first counts."),
    "in_the_future": _("Its day lies in the future."),
    # conflict
    "changed_here": _("People have changed it in Cairn since: %(fields)s stay as they are."),
    "deleted_here": _("Somebody has deleted it in Cairn since."),
    "ended_here": _("It has ended in Cairn; what is over is not changed."),
    "cycle_closed": _("Its cycle is closed in Cairn."),
    "kind_changed": _("Its kind cannot change once it has readings."),
    "reopened": _("The file opens it again; reopen it in Cairn, with a reason."),
    # left by an undo
    "touched_since": _("Somebody has changed it since."),
    "in_use": _("Something else uses it by now."),
    # notes beside a create or change
    "turned_decrease": _("The target lies below the start: becomes a decrease."),
    "turned_increase": _("The target lies above the start: becomes an increase."),
    "start_is_target": _("Start and target are the same: becomes “keep at least”."),
    "no_band": _("A band without bounds: becomes a milestone."),
    "no_owner": _("It has no owner who is brought in: the company owns it."),
    "one_team": _("Only the first of its teams owns it."),
    "unaligned": _("Its parent %(key)s is not in the file: stays unaligned."),
    "became_objective": _("Has no objective above it: becomes an objective with this measure."),
    "became_key_result": _("Hangs on an objective: becomes a key result with one milestone."),
    "moved_up": _("Hung on a key result: stands beside it now and does not count."),
    "shortened": _("Its text was too long and is cut."),
    "no_weight_hidden": _("Does not count there: more people may see what is above."),
    "as_comment": _("Said of an objective: kept as a comment."),
    "score_only": _("It was closed by itself; kept as its score."),
    "due_moved": _("Its due day lies outside the cycle and is moved to its end."),
    "too_large": _("The value %(value)s is too large and is left out."),
    "guessed_days": _("Its days are those of what lies in it."),
}
"""Every reason that a step of a plan can have."""


FIELDS: Final[dict[str, Words]] = {
    "title": _("Title"),
    "description": _("Why this objective"),
    "type": _("Type"),
    "cycle": _("Cycle"),
    "team": _("Team"),
    "owner": _("Owner"),
    "collaborators": _("Collaborators"),
    "readers": _("Readers"),
    "tags": _("Tags"),
    "due_on": _("Due"),
    "ending": _("Outcome"),
    "score": _("Score"),
    "kind": _("Kind"),
    "unit": _("Unit"),
    "start": _("Start"),
    "target": _("Target"),
    "lower": _("At least"),
    "upper": _("At most"),
    "weight": _("Weight"),
    "current": _("Value"),
    "reached": _("Milestones"),
    "state": _("State"),
    "day": _("Day"),
    "confidence": _("Confidence"),
    "status": _("Status"),
    "note": _("Note"),
    "body": _("Comment"),
}
"""The fields of which a plan says that they differ."""


def words_of(code: str, values: Mapping[str, object]) -> str:
    """A code that nobody words is shown as it is: the file is another version's."""
    words = REASONS.get(code) or FAULTS.get(code)
    if words is None:
        return code
    told = dict(values)
    if "fields" in told:
        names = str(told["fields"]).split(",")
        told["fields"] = ", ".join(str(FIELDS.get(name, name)) for name in names)
    try:
        return str(words) % told
    except (KeyError, ValueError):
        return str(words)


def words_of_fault(fault: Mapping[str, object]) -> str:
    """Of a fault as an import keeps it."""
    values = fault.get("values")
    return words_of(str(fault["code"]), values if isinstance(values, dict) else {})


def place_parts(place: object) -> tuple[str, object, str]:
    """Sheet, row and column of a place as it is kept, [sheet, row, column]; empty and 0 where it has
    none."""
    sheet, row, column = (
        (*place, "", 0, "")[:3] if isinstance(place, list) and place else ("", 0, "")
    )
    return str(sheet or ""), row, str(column or "")


def place_words(place: object) -> str:
    """A place as [sheet, row, column], as a spreadsheet's reader looks for it."""
    sheet, row, column = place_parts(place)
    parts = [
        sheet,
        gettext("row %(row)s") % {"row": row} if row else "",
        gettext("column “%(column)s”") % {"column": column} if column else "",
    ]
    return ", ".join(part for part in parts if part)

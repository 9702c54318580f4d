"""What readers find wrong, in words; merged into `exchange/wording.py`."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from cairn.errors import Words
from cairn.exchange.feishu.wording import TOLD
from cairn.exchange.rows import Fault

WHOLE_FILE: Final[Mapping[str, Words]] = {
    "file_unreadable": _(
        "This file cannot be read: it is damaged, or something else than its name says."
    ),
    "file_unknown": _(
        "This is no file that can be imported. Use an XLSX, XLS, ODS, CSV or TSV file, or the ZIP of an"
        " export."
    ),
    "file_format_unknown": _("There is no format “%(format)s”."),
    "file_other_format": _("This file is not of that format. Let the format be recognised."),
    "file_empty": _("There is nothing in this file."),
    "file_encrypted": _(
        "This file is protected with a password. Take the password off and try again."
    ),
    "file_encoding": _(
        "The characters of this file cannot be read. Save it as “CSV UTF-8” and try again."
    ),
    "file_too_large": _("This file is larger than %(most)s MB. Split it and import the parts."),
    "file_unpacks_too_large": _(
        "Unpacked, this file is larger than %(most)s MB. Split it and import the parts."
    ),
    "file_is_bomb": _(
        "This file unpacks to more than %(most)s times its size. Nobody's export does."
    ),
    "file_has_too_many_parts": _("There are more than %(most)s files in this file."),
    "file_takes_too_long": _("Reading this file takes too long. Split it and import the parts."),
    "file_needs_too_much": _(
        "Reading this file takes too much memory. Split it, or delete what stands far outside its"
        " table."
    ),
    "too_many_rows": _("There are more than %(most)s rows. Split the file and import the parts."),
    "too_many_columns": _(
        "There are more than %(most)s columns. Delete what stands far to the right of the table."
    ),
    "too_many_cells": _("There are more than %(most)s cells. Split the file and import the parts."),
    "cell_too_long": _("A cell has more than %(most)s characters."),
    "sheet_missing": _("There is no sheet “%(sheet)s”."),
    "file_is_organization": _(
        "This is the export of a whole organization from Cairn. It becomes an organization of its own,"
        " not a part of this one."
    ),
    "title_column_missing": _("Say which column has the titles."),
    "json_broken": _("This part is not the JSON that an export has."),
    "archive_has_no_okrs": _("There are no objectives in this ZIP."),
}

KEPT_OUT: Final[Mapping[str, Words]] = {
    "title_missing": _("The title is missing."),
    "day_missing": _("The date of the check-in is missing or unclear: “%(value)s”."),
    "reference_unknown": _("No row of this file has the reference “%(reference)s”."),
    "reference_twice": _("Two rows have the reference “%(reference)s”. Give each its own."),
    "row_unclear": _("This row is not what an export has there."),
}

READ_ANYWAY: Final[Mapping[str, Words]] = {
    "encoding_guessed": _(
        "The characters were read as %(encoding)s. Look whether the texts are right."
    ),
    "macros_ignored": _("This workbook has macros. They were not run and not read."),
    "characters_dropped": _("Invisible control characters were left out."),
    "more_faults": _("There are %(count)s more remarks of the same kind."),
    "value_unclear": _("“%(value)s” is no clear value; it was left empty. Write it like 1,200."),
    "day_unclear": _("“%(value)s” is no clear date; it was left empty. Write it like 2026-12-31."),
    "unit_unclear": _("“%(value)s” is no unit that can be kept; read as a plain number."),
    "weight_unclear": _("“%(value)s” is no weight from 0 to 100; it was left empty."),
    "score_unclear": _("“%(value)s” is no score from 0 to 1; it was left empty."),
    "confidence_unclear": _("“%(value)s” is no confidence from 0 to 10; it was left empty."),
    "status_unknown": _("“%(value)s” is no status that we know; it was left empty."),
    "type_unknown": _("“%(value)s” is neither committed nor aspirational; it was left empty."),
    "direction_unknown": _(
        "“%(value)s” is no direction that we know; it was taken from start and target."
    ),
    "label_objective": _("“%(label)s” is taken for an objective. Say so if it is something else."),
    "label_key_result": _("“%(label)s” is taken for a key result. Say so if it is something else."),
    "label_initiative": _(
        "“%(label)s” is taken for an initiative. Say so if it is something else."
    ),
    "alignment_unclear": _("“%(value)s” names no parent that can be read; it was left out."),
    "check_in_unclear": _("“%(value)s” is no check-in that can be read; it was left out."),
    "check_in_on_nothing": _("This belongs to “%(key)s”, which is not in the file."),
    "parent_not_here": _(
        "Its parent “%(parent)s” is not in the file: it is aligned if that was imported before."
    ),
    "initiative_alone": _("An initiative that belongs to nothing: it is read as an objective."),
    "id_twice": _("Another row has the same Id; the first one counts."),
    "objective_has_metric": _(
        "An objective with a metric of its own: the metric becomes a key result in it."
    ),
    "objective_has_progress": _(
        "An objective that nothing measures but itself: its progress becomes a key result in it."
    ),
    "progress_as_value": _(
        "“%(value)s” may be a value or a percentage: it was read as a value. Look whether that is"
        " right."
    ),
    "progress_as_percentage": _(
        "“%(value)s” may be a value or a percentage: it was read as a percentage. Look whether that"
        " is right."
    ),
    "under_initiative": _(
        "Nothing stands under an initiative here: it goes under what the initiative belongs to."
    ),
    "phased_targets": _(
        "Targets by month or quarter do not exist here: they stand in the description."
    ),
    "has_source": _("Its values came from %(name)s: connect it again, or check in by hand."),
    "limited_to_owners": _("Only some people could see it: limited to those that the file names."),
    "same_twice": _("There is another one of the same title, owner and cycle: both are kept."),
    "confidence_without_day": _(
        "A confidence or status needs the date of its check-in; it was left out."
    ),
    "milestone_unclear": _("“%(value)s” is no milestone that can be read; it was left out."),
}

FAULTS: Final[Mapping[str, Words]] = {**WHOLE_FILE, **KEPT_OUT, **READ_ANYWAY, **TOLD}


def say_fault(fault: Fault) -> str:
    """What is wrong, in the language in force; without its place."""
    words = FAULTS.get(fault.code, FAULTS["file_unreadable"])
    return str(words) % dict(fault.values)

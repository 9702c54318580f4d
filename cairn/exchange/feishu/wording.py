"""What is odd about what Feishu tells, in words; merged into `exchange/reading/wording.py`."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from cairn.errors import Words

TOLD: Final[Mapping[str, Words]] = {
    "feishu_person_unknown": _("Feishu does not know %(name)s: nothing of theirs was fetched."),
    "feishu_person_not_shown": _(
        "The app may not see the OKRs of %(name)s: nothing of theirs was fetched."
    ),
    "feishu_people_missing": _(
        "%(number)s people are not known in Feishu or not shown to the app: %(names)s"
    ),
    "feishu_scope_lacking": _(
        "Names or addresses are missing, because the app lacks a permission: %(scopes)s"
    ),
    "feishu_comments_not_served": _("This server does not give comments: none were fetched."),
    "feishu_comments_lacking": _(
        "Comments were not fetched, because the app lacks a permission: %(scopes)s"
    ),
    "feishu_comments_not_shown": _(
        "The app may not see the comments on some OKRs: those were not fetched."
    ),
    "feishu_comment_unclear": _("A comment without an author or a time was left out (%(value)s)."),
    "feishu_id_only": _(
        "The app may know of an OKR of %(name)s that it exists, and nothing more: left out."
    ),
    "feishu_period_hidden": _("“%(name)s” is hidden in Feishu: nothing in it was brought in."),
    "feishu_period_invalid": _(
        "“%(name)s” is invalid in Feishu: what stands in it comes in like anything else."
    ),
}

"""What people say about objectives and key results beside their progress records: one call for each, of
version 2.

Where the server has no such address, or the app may not read comments, everything else is fetched all the
same, and nothing more is asked for that can only be refused.
"""

from collections.abc import Mapping
from typing import Any, Final

from cairn.exchange.feishu.client import Client
from cairn.exchange.feishu.kept import id_in, only
from cairn.exchange.feishu.refusals import FeishuRefusal

FOR_ALL: Final = ("unknown_address", "edition", "scope", "refused", "invalid_call", "nonsense")
"""Nobody's comments are told."""
FOR_ONE: Final = ("forbidden", "user_unknown")
COMMENT = only(
    *("id", "target", "commentator_id", "create_time", "content", "ref_comment_id", "selection")
)


class CommentWalk:
    """`unheard` says why comments were not told, {code, scopes}; {} where all were."""

    def __init__(self, client: Client, unheard: Mapping[str, Any]) -> None:
        self.client, self.unheard = client, dict(unheard)

    def about(self, sort: str, id: str) -> dict[str, Any]:
        """{"comments": […]} of an `objective` or `key_result`; {} where they are not told."""
        if is_silent(self.unheard):
            return {}
        try:
            found = self.client.items(
                "okr/v2/comments",
                keep=COMMENT,
                target_type=sort,
                target_id=id,
                user_id_type="open_id",
            )
            return {"comments": [one for one in found if id_in(one)]}
        except FeishuRefusal as refusal:
            if refusal.code == "gone":
                return {"comments": []}
            if refusal.code not in (*FOR_ALL, *FOR_ONE):
                raise
            scopes = str(refusal.values.get("scopes", ""))
            self.unheard = {"code": refusal.code, "scopes": scopes}
            return {}


def is_silent(unheard: Any) -> bool:
    """Whether asking for others' comments is of no use either."""
    return isinstance(unheard, Mapping) and unheard.get("code") in FOR_ALL

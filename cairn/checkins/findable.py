"""What of weekly updates can be found by search: what is published. What the lists beside it say is
not kept with an update, so nothing limited stands in the index."""

from cairn.checkins.models import WeeklyUpdate
from cairn.search import index

KIND = "update"
TEXTS = ("priorities", "confidence", "health", "ahead")


def put_update(update: WeeklyUpdate) -> None:
    if update.published_at is not None:
        index.put(update.organization_id, KIND, update.id, words_of(update))


def words_of(update: WeeklyUpdate) -> str:
    return " ".join(getattr(update, name) for name in TEXTS)

"""The button that follows a thing or lets it go."""

from dataclasses import dataclass

from cairn.notifications.queries import PLACES


@dataclass(frozen=True, slots=True)
class FollowButton:
    """One thing that can be followed, and whether it is."""

    kind: str
    id: int
    is_followed: bool

    @property
    def url(self) -> str:
        return f"/{PLACES[self.kind]}/{self.id}/follow"

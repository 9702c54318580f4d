"""What of a lesson can be found by search."""

from cairn.reviews.models import Lesson
from cairn.search import index


def put_lesson(lesson: Lesson) -> None:
    """By its own words and those of the objective it was learned on, which must be loaded."""
    about = lesson.objective.title if lesson.objective else ""
    index.put(lesson.organization_id, "lesson", lesson.id, f"{lesson.body} {about}")


def drop_lesson(lesson: Lesson) -> None:
    index.drop("lesson", lesson.id)

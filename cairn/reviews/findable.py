"""What of a lesson can be found by search."""

from cairn.reviews.models import Lesson
from cairn.search import index


def put_lesson(lesson: Lesson) -> None:
    index.put(lesson.organization_id, "lesson", lesson.id, words_of(lesson))


def words_of(lesson: Lesson) -> str:
    """Its own words and those of the objective it was learned on, which must be loaded."""
    return f"{lesson.body} {lesson.objective.title if lesson.objective else ''}"


def drop_lesson(lesson: Lesson) -> None:
    index.drop("lesson", lesson.id)

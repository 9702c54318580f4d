"""Where the pages of a cycle's end are."""

from django.urls import path

from cairn.web.reviews import board, carrying, cycles, lessons, retrospectives, scoring

urlpatterns = [
    path("reviews", board.show_board),
    path("reviews/carry-over", carrying.carry),
    path("retrospectives", board.look_back),
    path("retrospectives/<int:retrospective_id>", retrospectives.show),
    path("retrospectives/<int:retrospective_id>/finish", retrospectives.finish),
    path("retrospectives/<int:retrospective_id>/reopen", retrospectives.reopen),
    path("retrospectives/<int:retrospective_id>/lessons", retrospectives.keep_lesson),
    path("retrospectives/<int:retrospective_id>/actions", retrospectives.agree),
    path("retrospectives/<int:retrospective_id>/actions/<int:action_id>", retrospectives.act),
    path("lessons", lessons.show_library),
    path("lessons/like", lessons.show_like),
    path("lessons/<int:lesson_id>/delete", retrospectives.delete),
    path("lessons/<int:lesson_id>/restore", retrospectives.restore),
    path("objectives/<int:objective_id>/score", scoring.score),
    path("objectives/<int:objective_id>/opinion", scoring.opine),
    path("objectives/<int:objective_id>/retrospective", retrospectives.of_objective),
    path("cycles/<int:cycle_id>/close", cycles.close),
    path("cycles/<int:cycle_id>/reopen", cycles.reopen),
    path("cycles/<int:cycle_id>/next", cycles.make_next),
]

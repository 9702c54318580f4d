"""Where the pages of objectives are."""

from django.urls import path

from cairn.web.objectives import acts, closing, comments, editor, explain, key_results, page

urlpatterns = [
    path("objectives/new", editor.new),
    path("objectives/order", acts.order),
    path("objectives/<int:objective_id>", page.show),
    path("objectives/<int:objective_id>/edit", editor.edit),
    path("objectives/<int:objective_id>/explain", explain.of_objective),
    path("objectives/<int:objective_id>/publish", acts.publish),
    path("objectives/<int:objective_id>/delete", acts.delete),
    path("objectives/<int:objective_id>/restore", acts.restore),
    path("objectives/<int:objective_id>/override", closing.override),
    path("objectives/<int:objective_id>/close", closing.close),
    path("objectives/<int:objective_id>/reopen", closing.reopen),
    path("objectives/<int:objective_id>/comments", comments.add),
    path("objectives/<int:objective_id>/key-results", key_results.add),
    path("objectives/<int:objective_id>/key-results/order", acts.order_below),
    path("objectives/<int:objective_id>/weights", key_results.even_out),
    path("key-results/<int:key_result_id>", key_results.find),
    path("key-results/<int:key_result_id>/explain", explain.of_key_result),
    path("key-results/<int:key_result_id>/edit", key_results.edit),
    path("key-results/<int:key_result_id>/weight", key_results.weigh),
    path("key-results/<int:key_result_id>/release", key_results.release),
    path("key-results/<int:key_result_id>/claim", key_results.claim),
    path("key-results/<int:key_result_id>/delete", key_results.delete),
    path("key-results/<int:key_result_id>/restore", key_results.restore),
    path("key-results/<int:key_result_id>/check-in", key_results.check_in),
    path("key-results/<int:key_result_id>/initiatives", key_results.plan),
    path("initiatives/<int:initiative_id>", key_results.replan),
    path("initiatives/<int:initiative_id>/delete", key_results.drop),
    path("comments/<int:comment_id>", comments.find),
    path("comments/<int:comment_id>/edit", comments.edit),
    path("comments/<int:comment_id>/delete", comments.delete),
    path("write/parse", editor.parse),
    path("write/people", editor.people),
]

"""The addresses under /open-apis, as Feishu spells them."""

from django.urls import URLPattern, path

from cairn.open_apis.endpoint import endpoint, plain_endpoint, unknown_address
from cairn.open_apis.tokens import app_token, tenant_token
from cairn.open_apis.v1 import images, okrs, periods, progress_records, reviews
from cairn.open_apis.v2 import (
    alignments,
    categories,
    comments,
    cycles,
    indicators,
    key_results,
    objectives,
    progresses,
)

SIGNING_ON = [
    path("auth/v3/tenant_access_token/internal", plain_endpoint(tenant_token)),
    path("auth/v3/app_access_token/internal", plain_endpoint(app_token)),
]
create_record = endpoint(post=progress_records.create_record)
V1 = [
    path("okr/v1/periods", endpoint(get=periods.list_periods, post=periods.create_period)),
    path("okr/v1/periods/<str:period_id>", endpoint(patch=periods.change_period)),
    path("okr/v1/period_rules", endpoint(get=periods.list_rules)),
    path("okr/v1/users/<str:user_id>/okrs", endpoint(get=okrs.list_user_okrs)),
    path("okr/v1/okrs/batch_get", endpoint(get=okrs.get_okrs)),
    path("okr/v1/progress_records", create_record),
    path("okr/v1/progress_records/", create_record),
    path(
        "okr/v1/progress_records/<str:progress_id>",
        endpoint(
            get=progress_records.show_record,
            put=progress_records.change_record,
            delete=progress_records.delete_record,
        ),
    ),
    path("okr/v1/images/upload", endpoint(post=images.upload_image)),
    path("okr/v1/reviews/query", endpoint(get=reviews.query_reviews)),
]

O, K = "okr/v2/objectives/<str:objective_id>", "okr/v2/key_results/<str:key_result_id>"  # noqa: E741
COPY = "okr/v2/cycles/<str:user_cycle_id>"
V2 = [
    path("okr/v2/cycles", endpoint(get=cycles.list_cycles)),
    path(
        f"{COPY}/objectives",
        endpoint(get=objectives.list_objectives, post=objectives.create_objective),
    ),
    path(f"{COPY}/objectives_position", endpoint(put=objectives.place_objectives)),
    path(f"{COPY}/objectives_weight", endpoint(put=objectives.weigh)),
    path(
        O,
        endpoint(
            get=objectives.show_objective,
            patch=objectives.change_objective,
            delete=objectives.remove_objective,
        ),
    ),
    path(
        f"{O}/key_results",
        endpoint(get=key_results.list_key_results, post=key_results.create_key_result),
    ),
    path(f"{O}/key_results_position", endpoint(put=key_results.place_key_results)),
    path(f"{O}/key_results_weight", endpoint(put=key_results.weigh)),
    path(
        K,
        endpoint(
            get=key_results.show_key_result,
            patch=key_results.change_key_result,
            delete=key_results.remove_key_result,
        ),
    ),
    path(f"{O}/indicators", endpoint(get=indicators.of_objective)),
    path(f"{K}/indicators", endpoint(get=indicators.of_key_result)),
    path("okr/v2/indicators/<str:indicator_id>", endpoint(patch=indicators.change_indicator)),
    path(f"{O}/progresses", endpoint(get=progresses.of_objective)),
    path(f"{K}/progresses", endpoint(get=progresses.of_key_result)),
    path(
        f"{O}/alignments",
        endpoint(get=alignments.list_alignments, post=alignments.create_alignment),
    ),
    path(
        "okr/v2/alignments/<str:alignment_id>",
        endpoint(get=alignments.show_alignment, delete=alignments.remove_alignment),
    ),
    path("okr/v2/categories", endpoint(get=categories.list_categories)),
    path("okr/v2/comments", endpoint(get=comments.list_comments, post=comments.create_comment)),
    path(
        "okr/v2/comments/<str:comment_id>",
        endpoint(
            get=comments.show_comment,
            patch=comments.change_comment,
            delete=comments.remove_comment,
        ),
    ),
]

urlpatterns: list[URLPattern] = [
    *SIGNING_ON,
    *V1,
    *V2,
    path("<path:anything>", plain_endpoint(unknown_address)),
]

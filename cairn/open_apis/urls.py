"""The addresses under /open-apis, as Feishu spells them."""

from django.urls import URLPattern, path

from cairn.open_apis.endpoint import endpoint, plain_endpoint, unknown_address
from cairn.open_apis.tokens import app_token, tenant_token
from cairn.open_apis.v1 import images, okrs, periods, progress_records, reviews

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

urlpatterns: list[URLPattern] = [
    *SIGNING_ON,
    *V1,
    path("<path:anything>", plain_endpoint(unknown_address)),
]

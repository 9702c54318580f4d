"""The addresses of Feishu's API as Cairn serves it; `tests/open_apis/test_routes.py` tries them.

The rows speak of the cast's objective, as in `routes.py`. `{free_id}` is its other key result.
"""

from tests.ways import ANYONE, MEMBER, OWNER, STEWARD, Way, delete, get, patch, post, put

OKR = "open-apis/okr"
TEXT = {"text": "甲"}
RECORD = {
    "source_title": "?",
    "source_url": "https://example.com",
    "target_id": "{key_result_id}",
    "target_type": "3",
    "content": TEXT,
}
V1: dict[str, tuple[Way, ...]] = {
    f"{OKR}/v1/periods": (
        get(MEMBER),
        post(STEWARD, period_rule_id="1", start_month="2026-03"),
    ),
    f"{OKR}/v1/periods/<str:period_id>": (patch(STEWARD, status="1"),),
    f"{OKR}/v1/period_rules": (get(MEMBER),),
    f"{OKR}/v1/users/<str:user_id>/okrs": (get(MEMBER),),
    f"{OKR}/v1/okrs/batch_get": (get(MEMBER),),
    f"{OKR}/v1/progress_records": (post(OWNER, **RECORD),),
    f"{OKR}/v1/progress_records/": (post(OWNER, **RECORD),),
    f"{OKR}/v1/progress_records/<str:progress_id>": (
        get(MEMBER),
        put(OWNER, content=TEXT),
        delete(OWNER),
    ),
    f"{OKR}/v1/images/upload": (post(MEMBER),),
    f"{OKR}/v1/reviews/query": (get(MEMBER),),
}
O, K = f"{OKR}/v2/objectives/<str:objective_id>", f"{OKR}/v2/key_results/<str:key_result_id>"  # noqa: E741
COPY = f"{OKR}/v2/cycles/<str:user_cycle_id>"
MINE = [{"objective_id": "{objective_id}", "weight": "1"}]
PARTS = [
    {"key_result_id": "{key_result_id}", "weight": "0.4"},
    {"key_result_id": "{free_id}", "weight": "0.6"},
]
ABOUT = {"target_type": "objective", "target_id": "{objective_id}"}
V2: dict[str, tuple[Way, ...]] = {
    f"{OKR}/v2/cycles": (get(MEMBER),),
    f"{COPY}/objectives": (get(MEMBER), post(OWNER, content=TEXT)),
    f"{COPY}/objectives_position": (put(OWNER, objective_ids=["{objective_id}"]),),
    f"{COPY}/objectives_weight": (put(OWNER, objective_weights=MINE),),
    O: (get(MEMBER), patch(OWNER, content=TEXT), delete(OWNER)),
    f"{O}/key_results": (get(MEMBER), post(OWNER, content=TEXT)),
    f"{O}/key_results_position": (put(OWNER, key_result_ids=["{free_id}", "{key_result_id}"]),),
    f"{O}/key_results_weight": (put(OWNER, key_result_weights=PARTS),),
    K: (get(MEMBER), patch(OWNER, content=TEXT), delete(OWNER)),
    f"{O}/indicators": (get(MEMBER),),
    f"{K}/indicators": (get(MEMBER),),
    f"{OKR}/v2/indicators/<str:indicator_id>": (patch(OWNER, current_value="61"),),
    f"{O}/progresses": (get(MEMBER),),
    f"{K}/progresses": (get(MEMBER),),
    f"{O}/alignments": (
        get(MEMBER),
        post(OWNER, to_entity_id="{target_id}", to_entity_type="2"),
    ),
    f"{OKR}/v2/alignments/<str:alignment_id>": (get(MEMBER), delete(OWNER)),
    f"{OKR}/v2/categories": (get(MEMBER),),
    f"{OKR}/v2/comments": (get(MEMBER), post(MEMBER, target=ABOUT, content=TEXT)),
    f"{OKR}/v2/comments/<str:comment_id>": (
        get(MEMBER),
        patch(OWNER, content=TEXT),
        delete(OWNER),
    ),
}
OPEN_APIS: dict[str, tuple[Way, ...]] = {
    "open-apis/auth/v3/tenant_access_token/internal": (post(ANYONE),),
    "open-apis/auth/v3/app_access_token/internal": (post(ANYONE),),
    "open-apis/<path:anything>": (get(ANYONE),),
    **V1,
    **V2,
}

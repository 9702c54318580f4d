"""Problem documents (RFC 9457)."""

from typing import Any

from pydantic import BaseModel, Field


class FieldError(BaseModel):
    """Where it stands is said by one of `pointer` (body), `parameter` (query) and `header`."""

    field: str
    detail: str
    pointer: str = ""
    parameter: str = ""
    header: str = ""


class Problem(BaseModel):
    """Every refusal. A stale edit also holds `theirs`, `yours` and the newer `version`."""

    type: str = Field(examples=["urn:cairn:problem:invalid"])
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldError] = []
    theirs: dict[str, Any] = {}
    yours: dict[str, Any] = {}
    version: int = 0

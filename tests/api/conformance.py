"""Holding answers against the models that document them."""

from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel


def fits(model: type[BaseModel], data: Any) -> Any:
    """Assert that `data` has exactly the fields that the model documents, all the way down."""
    assert isinstance(data, dict), (model.__name__, data)
    assert set(data) == set(model.model_fields), model.__name__
    for name, field in model.model_fields.items():
        _fits(field.annotation, data[name], f"{model.__name__}.{name}")
    return data


def _fits(annotation: Any, value: Any, where: str) -> None:
    origin = get_origin(annotation)
    if origin is Annotated:
        _fits(get_args(annotation)[0], value, where)
    elif origin in (Union, UnionType):
        kinds = [kind for kind in get_args(annotation) if kind is not NoneType]
        if value is None:
            assert NoneType in get_args(annotation), where
        else:
            _fits(kinds[0], value, where)
    elif origin is list:
        assert isinstance(value, list), where
        for item in value:
            _fits(get_args(annotation)[0], item, where)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fits(annotation, value)
    elif annotation in (str, int, bool):
        assert type(value) is annotation, (where, value)

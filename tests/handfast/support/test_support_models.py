"""What every generated model inherits."""

from typing import Annotated

import pytest
from pydantic import Field, ValidationError

from handfast.support.models import Model


class Note(Model):
    kind: Annotated[str, Field(alias="class")]
    price: float = 0.0


def test_a_handler_names_fields_in_python_and_the_wire_names_them_as_written() -> None:
    assert Note(kind="a").model_dump_json() == '{"class":"a","price":0.0}'


@pytest.mark.parametrize("price", [float("nan"), float("inf")])
def test_a_number_is_one_that_json_has(price: float) -> None:
    with pytest.raises(ValidationError, match="finite"):
        Note(kind="a", price=price)

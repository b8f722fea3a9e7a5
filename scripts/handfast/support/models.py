"""What every schema model inherits."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """An object of the document. Parsed strictly: JSON types are not turned into each other."""

    model_config = ConfigDict(
        serialize_by_alias=True, validate_by_name=True, allow_inf_nan=False, protected_namespaces=()
    )

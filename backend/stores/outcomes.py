"""Why a store could not do what it was asked to."""


class RowMissing(Exception):
    """It is not there, or not the owner's: nobody can tell which."""


class RowStale(Exception):
    """It is there, at another version than the caller asked for."""


class OwnerMissing(Exception):
    """The owner was deleted while the request was served."""


class EmailTaken(Exception):
    """Another account has the address."""

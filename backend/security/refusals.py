"""Why a token is not taken."""


class TokenRefused(Exception):
    """A token that stands for nobody, or no longer; `reason` is one word for the log, and for the log alone."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

"""What must not be shown: tokens and passwords, in reports and in the server's log."""

import re
from base64 import b64encode
from urllib.parse import quote, quote_plus

_HIDDEN = "***"
_JSON_WEB_TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]*")
_SHORTEST = 8  # shorter ones stand in any text by chance


class Mask:
    """The secrets of a run, known by their text."""

    def __init__(self) -> None:
        self._secrets: set[str] = set()
        self._beginnings: set[str] = set()

    def hide(self, secret: str) -> str:
        """Keep a secret from every report from now on; return it."""
        if len(secret) >= _SHORTEST:
            # As it stands in a query or a cookie, and behind `Basic`.
            forms = {secret, quote(secret, safe=""), quote_plus(secret), b64encode(secret.encode()).decode()}
            self._secrets |= forms
            self._beginnings |= {each[:_SHORTEST] for each in forms}
        return secret

    def __call__(self, text: str) -> str:
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, _HIDDEN)
        return _JSON_WEB_TOKEN.sub(_HIDDEN, text)

    def found_in(self, text: str) -> bool:
        # Thousands of secrets are looked for in a long log: most places are no beginning of any.
        places = (each for each in range(len(text)) if text[each : each + _SHORTEST] in self._beginnings)
        return any(text.startswith(tuple(self._secrets), each) for each in places)

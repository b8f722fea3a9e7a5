"""Text that can be saved and shown, whatever came."""

from backend.assistant.interface import MAX_CHARACTERS


def clean(text: str) -> str:
    """Take out NUL, and replace surrogates that make no pair."""
    whole = text.replace("\x00", "")
    if whole.isascii():
        return whole
    return whole.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class BoundedText:
    """Text that comes piece by piece, without blanks before it and with no more than MAX_CHARACTERS."""

    def __init__(self) -> None:
        self.cut_off = False
        self._length = 0
        self._half = ""

    @property
    def is_empty(self) -> bool:
        return self._length == 0

    def add(self, piece: str) -> str:
        """Return what can be passed on of it, maybe nothing; half a pair of surrogates waits for the other."""
        text, self._half = self._half + piece, ""
        if text and "\ud800" <= text[-1] <= "\udbff":
            text, self._half = text[:-1], text[-1]
        text = clean(text)
        if self.is_empty:
            text = text.lstrip()
        passed = text[: MAX_CHARACTERS - self._length]
        self._length += len(passed)
        self.cut_off = self.cut_off or len(passed) < len(text)
        return passed

"""A contract without findings, broken in one place."""

import shutil
from pathlib import Path

from handfast.lint import lint
from handfast.spec.document import load_as_is

NOBODY = "is secured, but neither an x-owner parameter nor x-caller-owned says whose it is"
CONTRACT = Path(__file__).parent / "contract"


class Contract:
    """A copy of the contract that a test may break."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(CONTRACT, folder, dirs_exist_ok=True)
        self._folder = folder

    def replace(self, old: str, new: str, *, file: str = "openapi.yaml") -> None:
        """Changes a text that stands in a file once."""
        path = self._folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def findings(self) -> list[str]:
        return [str(finding) for finding in lint(load_as_is(Path("openapi.yaml")))]

"""Writing a package that is cut off: no file is half of the new one, and the next run mends the rest."""

import json
from pathlib import Path

import pytest

from handfast.rendering.package import MANIFEST, Package


def package(version: str) -> Package:
    files = {name: f"{name} {version}".encode() for name in ("a.py", "apis/b.py", f"{version}.py")}
    return Package({**files, MANIFEST: json.dumps({"generated": dict.fromkeys(files)}).encode()})


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("after", [0, 1, 2, 3])
@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_a_cut_off_write(after: int, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = package("v1"), package("v2")
    old.write(tmp_path)
    usual, left = getattr(Path, step), [after]

    def cut_off(path: Path, given: object) -> object:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return usual(path, given)

    with monkeypatch.context() as patched:
        patched.setattr(Path, step, cut_off)
        with pytest.raises(KeyboardInterrupt):
            new.write(tmp_path)
    found = contents(tmp_path)
    assert all(content in (old.files.get(name), new.files.get(name)) for name, content in found.items())
    assert step == "replace" or found == old.files
    new.write(tmp_path)
    assert contents(tmp_path) == new.files

"""A frontend in a folder of its own: our programs beside the types of an edition that was just published."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from handfast.cli import main
from handfast.tools.installation import installed, program

HERE = Path(__file__).parent
PROGRAMS = (
    *("client.ts", "journey.ts", "page.ts", "browser.ts", "wrong.ts", "docs.ts", "contrast.ts"),
    *("tsconfig.json", "package.json"),
)

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def frontend(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder; not to be changed."""
    if not installed():
        pytest.skip("openapi-typescript is not installed: `handfast tools` does that")
    if not (HERE / "node_modules").is_dir():
        pytest.skip("what a frontend needs is not installed: `make test` does that")
    folder = tmp_path_factory.mktemp("frontend")
    specs = HERE.parents[1] / "specs" / "openapi.yaml"
    assert main(["publish", "--spec", str(specs), "--out", str(folder / "dist")]) == 0
    for name in PROGRAMS:
        shutil.copy(HERE / name, folder)
    (folder / "node_modules").symlink_to(HERE / "node_modules")
    [types] = (folder / "dist").glob("*.d.ts")
    shutil.copy(types, folder / "contract.d.ts")
    return folder


@pytest.fixture(scope="session")
def node() -> Run:
    """Runs a script with Node in a folder."""

    def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([program("node"), *words], cwd=folder, capture_output=True, text=True, check=False)

    return run

"""A resource that the project does not have, added to a copy of it; and what a careless author may have written."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
LABELS = Path(__file__).with_name("labels")
OPERATIONS = ("listLabels", "createLabel", "getLabel", "updateLabel", "deleteLabel")


class Edit(NamedTuple):
    """A text that is replaced by another one in a file, in which it has to be."""

    file: str
    old: str
    new: str


# What is said of the resource where the project is put together.
WIRING = (
    Edit(
        "specs/openapi.yaml",
        "\npaths:\n",
        '\npaths:\n  /api/{user_id}/labels: {$ref: "paths/labels.yaml#/labels"}\n'
        '  /api/{user_id}/labels/{label_id}: {$ref: "paths/labels.yaml#/label"}\n',
    ),
    Edit("specs/openapi.yaml", "\ntags:\n", "\ntags:\n  - name: labels\n    description: The labels of one user.\n"),
    Edit("backend/migrations/__init__.py", 'HEAD = "0002"', 'HEAD = "0003"'),
    Edit(
        "backend/app.py",
        "from backend.handlers.outcomes",
        "from backend.handlers.labels import Labels\nfrom backend.handlers.outcomes",
    ),
    Edit(
        "backend/app.py",
        "from backend.stores.rate_limits",
        "from backend.stores.labels import LabelStore\nfrom backend.stores.rate_limits",
    ),
    Edit("backend/app.py", "import auth_router, chat_router,", "import auth_router, chat_router, labels_router,"),
    Edit(
        "backend/app.py",
        "        public_router(",
        "        labels_router(Labels(parts.labels), authenticate),\n        public_router(",
    ),
    Edit(
        "backend/app.py",
        "        self.tasks = ",
        "        self.labels = LabelStore(self.database, cursors)\n        self.tasks = ",
    ),
)


class Project:
    """A copy of specs, generated code and backend; the toolchain and the proof stay where they are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("specs", "generated", "backend"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(LABELS, folder, dirs_exist_ok=True)
        self.edit(WIRING)

    def edit(self, edits: Iterable[Edit]) -> None:
        for each in edits:
            file = self.folder / each.file
            text = file.read_text()
            assert each.old in text, f"{each.file} has no {each.old!r} any more"
            file.write_text(text.replace(each.old, each.new))

    def handfast(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self._run("handfast", words, self.folder)

    def prove(self, *claims: str) -> "Proof":
        """Hold the copy's server against the copy's specs, as far as the resource goes."""
        told = self.folder / "proof.json"
        told.unlink(missing_ok=True)
        only = [word for operation in OPERATIONS for word in ("--only", operation)]
        spec = self.folder / "specs" / "openapi.yaml"
        files = [word for name in ("actors", "server") for word in (f"--{name}", f"contract_tests/{name}.toml")]
        options = ("--spec", str(spec), *files, "--json", str(told), *only)
        done = self._run("contract_tests", (*claims, *options), ROOT)
        assert told.exists(), done.stdout + done.stderr
        return Proof(json.loads(told.read_text()), done.stdout)

    def _run(self, module: str, words: Iterable[str], folder: Path) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("HANDFAST_", "GITHUB_"))}
        return subprocess.run(
            [sys.executable, "-P", "-m", module, *words],
            cwd=folder,
            env={**clean, "PYTHONPATH": f"{ROOT}:{ROOT / 'scripts'}"},
            capture_output=True,
            text=True,
            check=False,
        )


class Proof(NamedTuple):
    """What came of it."""

    told: dict[str, Any]
    report: str

    @property
    def proven(self) -> int:
        return sum(each["state"] == "proven" for each in self.told["outcomes"])

    @property
    def failed(self) -> dict[str, str]:
        """The tests that failed, and what each said."""
        return {each["test"]: each["text"] for each in self.told["outcomes"] if each["state"] == "failed"}

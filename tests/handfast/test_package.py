"""A generated package: compared with a folder, and written to one."""

import hashlib
import json
from pathlib import Path

import pytest
import yaml

from handfast.findings import FindingsError
from handfast.rendering.package import MANIFEST, Package, generate
from handfast.spec.document import load
from handfast.spec.publication import as_written, for_clients
from handfast.spec.source import read_source
from tests.handfast import golden
from tests.handfast.documents import Write


def package(**files: str) -> Package:
    """A package whose manifest names its files, as a generated one does."""
    named = {name.replace("__", "/") + ".py": content.encode() for name, content in files.items()}
    manifest = json.dumps({"generated": {name: {} for name in named}}).encode()
    return Package({**named, MANIFEST: manifest})


def difference(made: Package, folder: Path) -> str:
    return "".join(made.difference(folder))


class TestWrite:
    def test_makes_the_folder_and_tells_what_it_wrote(self, folder: Path) -> None:
        assert package(a="1", b__c="2").write(folder / "out") == ["a.py", "b/c.py", MANIFEST]
        assert (folder / "out/b/c.py").read_text() == "2"

    def test_leaves_alone_what_is_the_same(self, folder: Path) -> None:
        package(a="1", b="2").write(folder)
        before = (folder / "a.py").stat().st_mtime_ns
        assert package(a="1", b="3").write(folder) == ["b.py"]
        assert (folder / "a.py").stat().st_mtime_ns == before

    def test_removes_what_it_no_longer_makes(self, folder: Path) -> None:
        package(a="1", b__c="2").write(folder)
        assert package(a="1").write(folder) == ["b/c.py", MANIFEST]
        assert not (folder / "b/c.py").exists()

    def test_mends_what_was_edited_and_what_was_deleted(self, folder: Path) -> None:
        package(a="1", b="2").write(folder)
        (folder / "a.py").write_text("edited")
        (folder / "b.py").unlink()
        assert package(a="1", b="2").write(folder) == ["a.py", "b.py"]

    def test_leaves_files_of_others_alone(self, folder: Path) -> None:
        (folder / "README.md").write_text("mine")
        package(a="1").write(folder)
        package(b="1").write(folder)
        assert (folder / "README.md").read_text() == "mine"

    def test_never_overwrites_a_file_of_others(self, folder: Path) -> None:
        (folder / "b.py").write_text("mine")
        (folder / "c.py").write_text("mine too")
        with pytest.raises(FindingsError) as caught:
            package(a="1", b="2", c="3").write(folder)
        assert str(caught.value).splitlines() == [
            "b.py:1:1: was not generated and stays; choose another --out",
            "c.py:1:1: was not generated and stays; choose another --out",
        ]
        assert (folder / "b.py").read_text() == "mine"
        assert not (folder / "a.py").exists()

    def test_a_folder_in_the_place_of_a_file_is_another_s(self, folder: Path) -> None:
        (folder / "a.py").mkdir()
        with pytest.raises(FindingsError, match="was not generated"):
            package(a="1").write(folder)

    @pytest.mark.parametrize("manifest", ["", "{", "[]", '{"generated": 7}', '{"generated": null}', "\xff"])
    def test_a_broken_manifest_lists_nothing(self, folder: Path, manifest: str) -> None:
        (folder / MANIFEST).write_bytes(manifest.encode("latin-1"))
        (folder / "a.py").write_text("mine")
        with pytest.raises(FindingsError, match="was not generated"):
            package(a="1").write(folder)

    def test_a_manifest_reaches_no_file_outside(self, folder: Path) -> None:
        """Whatever it lists: what is removed lies in the folder."""
        (folder / "mine.py").write_text("mine")
        (folder / "out").mkdir()
        listed: dict[str, object] = {"generated": {"../mine.py": {}, str(folder / "mine.py"): {}}}
        (folder / "out" / MANIFEST).write_text(json.dumps(listed))
        package(a="1").write(folder / "out")
        assert (folder / "mine.py").read_text() == "mine"


class TestDifference:
    def test_is_nothing_for_what_was_written(self, folder: Path) -> None:
        package(a="1", b__c="2").write(folder)
        assert difference(package(a="1", b__c="2"), folder) == ""

    def test_is_a_unified_diff(self, folder: Path) -> None:
        package(a="one\ntwo\nthree\n").write(folder)
        (folder / "a.py").write_text("one\n2\nthree\n")
        assert difference(package(a="one\ntwo\nthree\n"), folder) == (
            "--- a.py (is)\n+++ a.py (should be)\n@@ -1,3 +1,3 @@\n one\n-2\n+two\n three\n"
        )

    def test_shows_what_is_missing(self, folder: Path) -> None:
        package(a="1\n", b="2\n").write(folder)
        (folder / "b.py").unlink()
        assert difference(package(a="1\n", b="2\n"), folder).splitlines()[-1] == "+2"

    def test_shows_what_is_too_much(self, folder: Path) -> None:
        package(a="1\n").write(folder)
        (folder / "b").mkdir()
        (folder / "b/stray.py").write_text("mine\n")
        assert difference(package(a="1\n"), folder).splitlines()[-1] == "-mine"

    @pytest.mark.parametrize("content", [b"", b"\xff", b"\n"])
    def test_shows_a_stray_file_whatever_it_holds(self, folder: Path, content: bytes) -> None:
        package(a="1\n").write(folder)
        (folder / "stray").write_bytes(content)
        assert "stray" in difference(package(a="1\n"), folder)

    @pytest.mark.parametrize("content", [b"1", b"1\r\n", b"1\n\n", b"\xef\xbb\xbf1\n", b""])
    def test_shows_every_byte(self, folder: Path, content: bytes) -> None:
        package(a="1\n").write(folder)
        (folder / "a.py").write_bytes(content)
        assert "a.py (is)" in difference(package(a="1\n"), folder)

    def test_overlooks_what_python_caches(self, folder: Path) -> None:
        package(a="1\n").write(folder)
        (folder / "__pycache__").mkdir()
        (folder / "__pycache__/a.cpython-311.pyc").write_bytes(b"\x00")
        assert difference(package(a="1\n"), folder) == ""

    def test_of_a_folder_that_is_not_there_is_everything(self, folder: Path) -> None:
        assert "+1" in difference(package(a="1\n"), folder / "none").splitlines()


class TestGenerated:
    def test_the_manifest_digests_every_other_file(self) -> None:
        files = dict(golden.made("several_files").package.files)
        manifest = json.loads(files.pop(MANIFEST))
        assert {name: entry["sha256"] for name, entry in manifest["generated"].items()} == {
            name: hashlib.sha256(content).hexdigest() for name, content in files.items()
        }

    def test_the_manifest_says_which_files_a_module_comes_from(self) -> None:
        manifest = json.loads(golden.made("several_files").package.files[MANIFEST])
        sources = {
            name: hashlib.sha256((golden.FOLDER / "several_files" / name).read_bytes()).hexdigest()
            for name in manifest["specs"]
        }
        assert manifest["specs"] == sources
        assert list(sources) == [
            "common/deep/Home.yaml",
            "common/deep/parameters.yaml",
            "common/pets.yaml",
            "common/responses.yaml",
            "openapi.yaml",
            "paths/pet.yaml",
            "paths/pets.yaml",
        ]
        assert manifest["generated"]["apis/pets.py"]["specs"] == ["paths/pet.yaml", "paths/pets.yaml"]
        assert manifest["generated"]["support/routing.py"]["specs"] == []
        assert manifest["generated"]["schemas.py"]["specs"] == list(sources)

    @pytest.mark.parametrize("name", golden.ACCEPTED)
    def test_nothing_says_when_where_or_by_what_version(self, name: str) -> None:
        everything = b"\n".join(golden.made(name).package.files.values())
        for word in (b"0.89", b"datamodel", str(Path.home()).encode(), str(golden.FOLDER).encode(), b"/tmp/"):
            assert word not in everything

    @pytest.mark.parametrize("name", golden.ACCEPTED)
    def test_both_served_forms_hold_the_document(self, name: str) -> None:
        """As it is bundled, but for what is none of the clients' business."""
        case = golden.made(name)
        served = json.loads(case.package.files["openapi.json"])
        written = as_written(case.document, for_clients(case.document))
        assert yaml.safe_load(case.package.files["openapi.yaml"]) == served == written

    @pytest.mark.parametrize(
        "texts",
        [
            ["1e3", "0o17", ".5e1", "1.5E-3", "0x1F", "012", "1_000", "0b1", "12:30:45", "+7", "-.inf", ".NaN", "-0"],
            ["on", "yes", "N", "true", "null", "~", "", "=", "<<", "2026-11-04", "2026-11-04T09:15:00Z"],
            [
                "a\nb",
                "a\n",
                "\n",
                " a",
                "a ",
                "a: b",
                "# a",
                "- a",
                "#",
                "'",
                '"',
                "\\",
                "\t",
                "\x7f",
                "\x85",
                "\u2028",
            ],
            ["é", "\U0001f600", "\ufeff", "x" * 300, "a b " * 60, "line \nnext", "!x", "&x", "*x", "{"],
            [1, -1, 1.5, 1e100, 1e-7, 0.1, 10**30, True, None, [], {}],
        ],
    )
    def test_the_yaml_is_read_alike_by_old_and_new_readers(self, write: Write, texts: list[object]) -> None:
        """YAML 1.1, as PyYAML reads it, and YAML 1.2, as OpenAPI asks for."""
        document = load(write(json.dumps({"openapi": "3.1.0", "x-texts": texts}), "openapi.json"))
        served = generate(document)[0].files["openapi.yaml"]
        assert document.data["x-texts"] == texts
        assert yaml.safe_load(served)["x-texts"] == texts
        assert read_source(write(served)).data["x-texts"] == texts

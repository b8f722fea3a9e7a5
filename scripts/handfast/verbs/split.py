"""`handfast split`: a document into the files of the house."""

from __future__ import annotations

import argparse
from pathlib import Path

from handfast.findings import Finding, FindingsError, Location, shown
from handfast.spec.document import load
from handfast.verbs.arguments import Verbs, add_verb, demand

_EXAMPLES = """examples:
  handfast split petstore.json                    specs/openapi.yaml, specs/paths/TAG.yaml, specs/components/KIND.yaml
  handfast split petstore.json --out api/specs

Together the files say what the document says: comments and the order of keys in components aside, `handfast generate`
makes the same of both. A file that is there already is never written over.
"""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = add_verb(verbs, "split", run, says="split a document into files by tag", examples=_EXAMPLES)
    parser.add_argument("spec", type=Path, help="root file of the document")
    parser.add_argument("--out", type=Path, default=Path("specs"), help="folder (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    from handfast.rendering.yaml_text import as_yaml
    from handfast.splitting import Splitting

    demand(options.spec)
    files = {options.out / name: as_yaml(content) for name, content in Splitting(load(options.spec)).files().items()}
    if there := [path for path in files if path.exists()]:
        raise FindingsError([Finding(Location(shown(path)), "is there already and stays") for path in there])
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(shown(path))
    return 0

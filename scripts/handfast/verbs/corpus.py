"""`handfast corpus`: the generator on a folder of documents."""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict
from pathlib import Path

from handfast.corpus import documents_in, measured
from handfast.verbs.arguments import Verbs, add_verb


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = add_verb(verbs, "corpus", run, says="measure the generator on a folder of documents")
    parser.add_argument(
        "folder", type=Path, metavar="DIR", help="a folder of documents, with a manifest.tsv or without"
    )
    parser.add_argument("--json", type=Path, help="a file for the same as JSON")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="at a time (default: %(default)s)")
    parser.add_argument("--limit", type=float, default=300, help="seconds for each step (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    results = []
    found = documents_in(options.folder)
    for result in measured(found, jobs=options.jobs, limit=options.limit):
        results.append(result)
        print(f"[{len(results)}/{len(found)}] {result.line}", flush=True)
    levels = ", ".join(f"{level} {sum(item.passed(level) for item in results)}" for level in ("L1", "L3"))
    print(f"{levels} of {len(results)}")
    if options.json:
        options.json.write_text(json.dumps([asdict(item) for item in results], indent=2) + "\n", encoding="utf-8")
    return 0 if all(item.passed("L1") and item.passed("L3") for item in results) else 1

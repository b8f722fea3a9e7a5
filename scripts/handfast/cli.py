"""The command line: `handfast VERB`. Exit codes: 0 fine, 1 findings, 2 misuse."""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from handfast.document import load_as_is
from handfast.findings import FindingsError, shown

_GENERATE = """examples:
  handfast generate                                  specs/openapi.yaml -> generated/
  handfast generate --spec petstore.json --out pets  any OpenAPI 3 document, any folder
  handfast generate --check                          exit 1 and a diff if generated/ is not what specs/ says
"""
_LINT = """examples:
  handfast lint
  handfast lint --spec other/openapi.yaml

Each finding is `file:line:column: message`, sorted by place.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a verb and gives its exit code."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if words[:1] == ["contract"]:
        return _contract(words[1:])
    options = _parser().parse_args(words)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a diff may hold what the terminal cannot show
    try:
        if options.verb != "corpus":
            options.spec.open("rb").close()  # what cannot be read is misuse here; inside of a document, a finding
        code: int = options.run(options)
    except FindingsError as error:
        print(error, file=sys.stderr)
        print(_count(len(error.findings)), file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 1
    except OSError as error:
        print(f"handfast: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="handfast", description="A contract that is written first, and kept.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    raw = argparse.RawDescriptionHelpFormatter
    generate = verbs.add_parser(
        "generate", help="write models, handlers' interfaces and routes", epilog=_GENERATE, formatter_class=raw
    )
    _add_spec(generate)
    generate.add_argument("--out", type=Path, default=Path("generated"), help="folder (default: %(default)s)")
    generate.add_argument("--check", action="store_true", help="write nothing; exit 1 with a diff on any drift")
    generate.add_argument("--strict", action="store_true", help="exit 1 if anything of the document is lost")
    generate.set_defaults(run=_generate)
    lint = verbs.add_parser("lint", help="hold a document against the house rules", epilog=_LINT, formatter_class=raw)
    _add_spec(lint)
    lint.set_defaults(run=_lint)
    verbs.add_parser("contract", help="prove a running server against its document; see `handfast contract --help`")
    corpus = verbs.add_parser("corpus", help="measure the generator on a folder of documents")
    corpus.add_argument("spec", type=Path, metavar="DIR", help="a folder of documents, with a manifest.tsv or without")
    corpus.add_argument("--json", type=Path, help="a file for the same as JSON")
    corpus.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="at a time (default: %(default)s)")
    corpus.add_argument("--limit", type=float, default=300, help="seconds for each step (default: %(default)s)")
    corpus.set_defaults(run=_corpus)
    return parser


def _add_spec(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--spec", type=Path, default=Path("specs/openapi.yaml"), help="root file (default: %(default)s)"
    )


def _generate(options: argparse.Namespace) -> int:
    # Imported here, as the model generator is slow to import and `lint` and `--help` do without it.
    from handfast.package import generate

    document = load_as_is(options.spec, lenient=True)
    package, lost = generate(document)
    if lost and options.strict:
        raise FindingsError(lost)
    for finding in lost:
        print(f"warning: {finding}", file=sys.stderr)
    if options.check:
        lines = list(package.difference(options.out))
        sys.stdout.writelines(lines)
        if lines:
            print(f"{shown(options.out)} is not what {shown(options.spec)} says; run generate", file=sys.stderr)
        return 1 if lines else 0
    changed = package.write(options.out)
    for name in changed:
        print(shown(options.out / name))
    print(f"{len(changed)} of {len(package.files)} files changed in {shown(options.out)}")
    return 0


def _corpus(options: argparse.Namespace) -> int:
    from handfast.corpus import documents_in, measured

    results = []
    found = documents_in(options.spec)
    for result in measured(found, jobs=options.jobs, limit=options.limit):
        results.append(result)
        print(f"[{len(results)}/{len(found)}] {result.line}", flush=True)
    levels = ", ".join(f"{level} {sum(item.passed(level) for item in results)}" for level in ("L1", "L3"))
    print(f"{levels} of {len(results)}")
    if options.json:
        options.json.write_text(json.dumps([asdict(item) for item in results], indent=2) + "\n", encoding="utf-8")
    return 0 if all(item.passed("L1") and item.passed("L3") for item in results) else 1


def _lint(options: argparse.Namespace) -> int:
    from handfast.lint import lint

    findings = lint(load_as_is(options.spec))
    if findings:
        raise FindingsError(findings)
    print(f"{shown(options.spec)}: no findings")
    return 0


def _contract(words: Sequence[str]) -> int:
    """Run the proof in a process of its own: it shares no code with the toolchain, so that it is a second opinion."""
    command = [sys.executable, "-P", "-m", "contract_tests", *words]
    with subprocess.Popen(command) as suite:  # noqa: S603 - its own interpreter, with the words of its caller
        while True:
            try:
                return suite.wait()
            except KeyboardInterrupt:
                continue  # the proof got it, too, and ends what it started


def _count(number: int) -> str:
    return "1 finding" if number == 1 else f"{number} findings"

"""What README shows of each verb: blocks of commands with what they print, to be held against what they print."""

import os
import re
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"
UPDATE = os.environ.get("HANDFAST_UPDATE_GOLDEN") == "1"
_BLOCK = re.compile(r"(<!-- verb: (\S+) -->\n```console\n)(.*?)(```)", re.DOTALL)
# What differs from run to run, or with what other people write, as README shows it.
_VARIABLE = (
    (re.compile(r"\b\d+\.\d\b"), "1.0"),
    (re.compile(r"\b[0-9a-f]{16}\b"), "0123456789abcdef"),
    (re.compile(r"\b\d+ (of \d+ )?files\b"), "9 files"),
    (re.compile(r"\S*/handfast/tools-[0-9a-f]+"), "~/.cache/handfast/tools-0"),
    (re.compile(r"\b1 s CPU|[0-9]+ s CPU"), "1 s CPU"),
    (re.compile(r"(1\.0 +- +)\d+\b"), r"\g<1>99"),  # megabytes, beside seconds
    (re.compile(r" +"), " "),
)


def commands() -> dict[str, list[tuple[str, str]]]:
    """The commands of each verb's block, each with what README says that it prints."""
    found = {}
    for _, verb, text, _ in _BLOCK.findall(README.read_text(encoding="utf-8")):
        parts = re.split(r"^\$ (.*)\n", text, flags=re.MULTILINE)[1:]
        found[verb] = list(zip(parts[::2], parts[1::2], strict=True))
    return found


def update(verb: str, said: list[tuple[str, str]]) -> None:
    """Make what came what README shows."""
    text = "".join(f"$ {command}\n{printed}" for command, printed in said)
    whole = README.read_text(encoding="utf-8")
    made = _BLOCK.sub(lambda found: found[1] + text + found[4] if found[2] == verb else found[0], whole)
    README.write_text(made, encoding="utf-8")


def alike(text: str) -> str:
    """The text without what differs from run to run."""
    for pattern, instead in _VARIABLE:
        text = pattern.sub(instead, text)
    return text


def check(verb: str, said: list[tuple[str, str]]) -> None:
    """Fail unless README shows what came."""
    shown = commands()[verb]
    if UPDATE and [(command, alike(text)) for command, text in shown] != [(each, alike(text)) for each, text in said]:
        update(verb, said)
        shown = said
    for (command, expected), (_, printed) in zip(shown, said, strict=True):
        assert alike(printed) == alike(expected), command

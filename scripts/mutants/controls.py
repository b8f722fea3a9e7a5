"""The code without a defect, before the parts that are to catch one: were they not green, nothing could be believed."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from mutants.copies import copied
from mutants.journal import Journal
from mutants.mutant import Mutant
from mutants.trials import PROVEN, Trial, Verdict, prove

SECONDS = 1800


class ControlFailed(Exception):
    """A part is not green on a copy without a defect."""


def needed(mutants: Sequence[Mutant]) -> list[str]:
    """Name the parts that are to be believed, without those that another name brings along."""
    names = {claim for mutant in mutants for claim in mutant.claims}
    return sorted(name for name in names if not any(name.startswith(f"{other}-") for other in names))


def check_controls(
    root: Path, mutants: Sequence[Mutant], sources: str, journal: Journal, options: Sequence[str]
) -> Trial:
    """See that all of their parts are green, once for these sources; raise ControlFailed if they are not."""
    claims = needed(mutants)
    digest = sha256(repr((sources, "control", claims, options)).encode()).hexdigest()[:16]
    if (known := journal.known(digest)) is not None:
        return known
    with copied(root) as copy:
        ended = prove(copy, [*claims, *options], SECONDS)
    if ended.code != PROVEN or ended.outcomes is None:
        failed = [f"{each['claim']}: {each['test']}" for each in ended.outcomes or () if each["state"] == "failed"]
        told = "\n  ".join(failed) or ended.said
        raise ControlFailed(f"without a defect, too, this fails; nothing was tried:\n  {told}")
    seconds = round(sum(each["seconds"] for each in ended.outcomes), 1)
    trial = Trial("control", digest, Verdict.GREEN, seconds, text=" ".join(claims))
    journal.note(trial)
    return trial

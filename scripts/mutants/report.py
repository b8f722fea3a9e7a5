"""What became of the mutants, for people."""

from collections import Counter
from collections.abc import Sequence

from mutants.catalogue import EXCEPTIONS, Catalogue
from mutants.mutant import Mutant
from mutants.trials import Trial, Verdict

DEFECT_WIDTH, BY_WIDTH = 66, 64


def line(mutant: Mutant, trial: Trial, done: str) -> str:
    """Tell of one as it ends."""
    by = f" by {trial.by}" if trial.by else ""
    why = "" if trial.verdict is Verdict.CAUGHT else f"\n  {mutant.sentence}\n  {trial.text}".rstrip()
    return f"{done} {mutant.id} {trial.verdict}{by}, {trial.seconds:.0f} s{_stock(trial)}{why}"


def table(mutants: Sequence[Mutant], trials: dict[str, Trial]) -> list[str]:
    """Lay out all of them, in the order of the catalogue."""
    rows = [f"{'defect':<{DEFECT_WIDTH}}  {'caught by':<{BY_WIDTH}}  seconds"]
    for mutant in mutants:
        if (trial := trials.get(mutant.id)) is not None:
            by = trial.by if trial.verdict is Verdict.CAUGHT else f"{trial.verdict} {trial.by}".strip()
            rows.append(f"{mutant.id:<{DEFECT_WIDTH}}  {by:<{BY_WIDTH}}  {trial.seconds:>7.1f}{_stock(trial)}")
    return rows


def summary(trials: Sequence[Trial]) -> str:
    counts = Counter(each.verdict for each in trials)
    told = ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict])
    crashes = sum(each.by_crash for each in trials if each.verdict is Verdict.CAUGHT)
    by_crash = f" ({crashes} of them by an answer 500)" if crashes else ""
    stock = sum(each.stock == "caught" for each in trials)
    asked = sum(bool(each.stock) for each in trials)
    beside = f"; stock schemathesis catches {stock} of {asked}" if asked else ""
    return f"{len(trials)} defect{'s' * (len(trials) != 1)}: {told or 'none'}{by_crash}{beside}"


def excepted(catalogue: Catalogue) -> str:
    """Count what was left out, of which EXCEPTIONS has the reasons."""
    alike, unseen = len(catalogue.changes_nothing), len(catalogue.out_of_reach)
    return f"{alike} more change nothing, {unseen} are out of reach: {EXCEPTIONS.name} has the reasons"


def _stock(trial: Trial) -> str:
    return f"  stock: {trial.stock}" if trial.stock else ""

"""`python -m contract_tests`, which `handfast contract` runs as well."""

import sys

_MISUSE = 2


def _run() -> int:
    try:
        from contract_tests.command import main
    except ModuleNotFoundError as error:
        sys.stderr.write(
            f"handfast contract: {error}; install handfast with all it asks for, `pip install WHEEL-OR-CHECKOUT`\n"
        )
        return _MISUSE
    return main()


if __name__ == "__main__":
    sys.exit(_run())

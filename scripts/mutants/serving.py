"""`python serving.py ST`, in a copy: start its server as its contract tests do, and let ST (schemathesis) at it."""

import subprocess
import sys
from pathlib import Path

from contract_tests.servers.grounds import opened_grounds
from contract_tests.servers.server import NotReady
from contract_tests.spec.document import Document
from contract_tests.traffic.ledger import Ledger
from contract_tests.traffic.mask import Mask
from contract_tests.traffic.wire import Wire
from contract_tests.users.actors import Actors

BROKEN = 3
# All checks and all phases, a user's token on every request: what its documentation suggests.
OPTIONS = ("--checks=all", "--max-examples=30", "--max-failures=1", "--seed=1", "--warnings=off", "--no-color")


def main() -> int:
    document = Document(Path("specs/openapi.yaml").resolve())
    try:
        with opened_grounds(document) as grounds, grounds.server() as server:
            wire = Wire(document, server.base_url, Ledger(document), Mask())
            header = f"Authorization: Bearer {Actors(wire).make().token}"
            command = [sys.argv[1], "run", "generated/openapi.json", "--url", server.base_url, "--header", header]
            return subprocess.run([*command, *OPTIONS], check=False).returncode
    except (NotReady, AssertionError) as error:
        sys.stderr.write(f"{error}\n")
        return BROKEN


if __name__ == "__main__":
    sys.exit(main())

"""openapi-typescript: the types of a document, for a frontend's compiler."""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from handfast.tools.installation import ToolsError, command, reason

_SCRIPT = "openapi-typescript/bin/cli.js"


def typescript(document: bytes) -> bytes:
    """Give the declarations for a document in JSON; ToolsError says what the tool said instead."""
    with TemporaryDirectory() as place:
        source, types = Path(place, "openapi.json"), Path(place, "openapi.d.ts")
        source.write_bytes(document)
        words = [str(source), "--default-non-nullable=false", "--output", str(types)]
        done = subprocess.run(  # noqa: S603 - a pinned tool, with words of ours
            [*command(_SCRIPT), *words], capture_output=True, text=True, check=False
        )
        if done.returncode or not types.is_file():
            raise ToolsError(f"openapi-typescript said: {reason(done)}".replace(place, ""))
        return types.read_bytes()

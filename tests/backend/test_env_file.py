import stat
from pathlib import Path

import pytest

from backend.env_file import make_env_file
from backend.settings import read_settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ENVIRONMENT", "BETTER_AUTH_SECRET"):
        monkeypatch.delenv(name, raising=False)


def test_new_file_has_a_secret_of_its_own(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert make_env_file(first, EXAMPLE)
    assert make_env_file(second, EXAMPLE)
    assert read_settings(first).secret_bytes != read_settings(second).secret_bytes


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    make_env_file(tmp_path / ".env", EXAMPLE)
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=1\n")
    assert not make_env_file(tmp_path / ".env", EXAMPLE)
    assert (tmp_path / ".env").read_text() == "PORT=1\n"


@pytest.mark.parametrize(("name", "value"), [("ENVIRONMENT", "production"), ("BETTER_AUTH_SECRET", "x" * 32)])
def test_nothing_is_invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    assert not make_env_file(tmp_path / ".env", EXAMPLE)
    assert not (tmp_path / ".env").exists()

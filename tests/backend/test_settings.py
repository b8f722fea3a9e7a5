import os
import re
from pathlib import Path

import pytest

from backend.settings import Settings, SettingsInvalid, find_typos, read_settings

REPOSITORY = Path(__file__).parents[2]
SECRET = "W5rV0mQy8Jk2Zt7Xb4Nc9Lf1Hg6Pd3Sa"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Leave nothing of ours in the environment, and no .env in the working folder."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def faults(monkeypatch: pytest.MonkeyPatch, **variables: str) -> list[str]:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsInvalid) as invalid:
        read_settings()
    return invalid.value.faults


def test_secret_alone_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BETTER_AUTH_SECRET", SECRET)
    settings = read_settings()
    assert (settings.environment, settings.host, settings.port) == ("development", "127.0.0.1", 8000)
    assert settings.secret_bytes == SECRET.encode()


def test_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BETTER_AUTH_SECRET", SECRET)
    settings = read_settings()
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1  # type: ignore[misc]


def test_environment_comes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"BETTER_AUTH_SECRET={SECRET}\nPORT=1111\nWORKERS=3\n")
    monkeypatch.setenv("PORT", "2222")
    settings = read_settings()
    assert (settings.port, settings.workers) == (2222, 3)


def test_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert faults(monkeypatch, BETTER_AUTH_SECRET="", PORT="") == [
        "BETTER_AUTH_SECRET: is not set; `openssl rand -base64 48` makes a good one"
    ]


def test_every_fault_in_a_line_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    found = faults(monkeypatch, PORT="70000", WORKERS="many", ENVIRONMENT="staging", LOG_LEVEL="loud")
    assert [line.partition(":")[0] for line in found] == [
        "ENVIRONMENT",
        "PORT",
        "WORKERS",
        "BETTER_AUTH_SECRET",
        "LOG_LEVEL",
    ]
    assert "PORT: must be less than or equal to 65535" in found
    assert all("\n" not in line for line in found)


def test_secret_of_31_bytes_is_too_short(monkeypatch: pytest.MonkeyPatch) -> None:
    (fault,) = faults(monkeypatch, BETTER_AUTH_SECRET=SECRET[:31])
    assert fault.startswith("BETTER_AUTH_SECRET: must be at least 32 bytes")
    monkeypatch.setenv("BETTER_AUTH_SECRET", "ü" * 16)
    assert len(read_settings().secret_bytes) == 32


def test_faults_do_not_repeat_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    found = faults(
        monkeypatch,
        BETTER_AUTH_SECRET="sentinel-of-a-secret",
        DATABASE_URL="mysql://user:sentinel-of-a-password@host/name",
        CORS_ORIGINS="https://user:sentinel@host",
    )
    assert len(found) == 3
    assert not any("sentinel" in line for line in found)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://host/name",
        "host/name",
        "postgresql://host/name?sslmood=require",
    ],
)
def test_bad_database_urls(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    (fault,) = faults(monkeypatch, BETTER_AUTH_SECRET=SECRET, DATABASE_URL=url)
    assert fault.startswith("DATABASE_URL: ")


def test_lists_have_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BETTER_AUTH_SECRET", SECRET)
    monkeypatch.setenv("CORS_ORIGINS", "https://App.example.com, http://localhost:3000,")
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.0/8,::1")
    settings = read_settings()
    assert settings.cors_origins == ("https://app.example.com", "http://localhost:3000")
    assert settings.trusted_proxies == ("10.0.0.0/8", "::1/128")


@pytest.mark.parametrize("origin", ["*", "example.com", "https://a.example/", "https://a.example/b", "ftp://a.example"])
def test_bad_origins(monkeypatch: pytest.MonkeyPatch, origin: str) -> None:
    (fault,) = faults(monkeypatch, BETTER_AUTH_SECRET=SECRET, CORS_ORIGINS=f"https://good.example,{origin}")
    assert fault.startswith("CORS_ORIGINS: entry 2 must be like https://")


@pytest.mark.parametrize("proxy", ["*", "proxy.example", "10.0.0.1/8", "300.1.1.1"])
def test_bad_proxies(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    (fault,) = faults(monkeypatch, BETTER_AUTH_SECRET=SECRET, TRUSTED_PROXIES=proxy)
    assert fault.startswith("TRUSTED_PROXIES: entry 1 must be an IP address")


@pytest.mark.parametrize("secret", ["a" * 32, "change-me-" + SECRET, "better-auth-secret-123456789012345"])
def test_production_refuses_placeholders(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    (fault,) = faults(
        monkeypatch,
        ENVIRONMENT="production",
        BETTER_AUTH_SECRET=secret,
        DATABASE_URL="postgresql://host/name",
        ASSISTANT="offline",
    )
    assert fault.startswith("BETTER_AUTH_SECRET: looks like a placeholder")


def test_production_names_its_database(monkeypatch: pytest.MonkeyPatch) -> None:
    (fault,) = faults(monkeypatch, ENVIRONMENT="production", BETTER_AUTH_SECRET=SECRET, ASSISTANT="offline")
    assert fault.startswith("DATABASE_URL: is not set")
    monkeypatch.setenv("DATA_FOLDER", "/var/lib/handfast")
    assert read_settings().data_folder == Path("/var/lib/handfast")


def test_production_names_its_assistant(monkeypatch: pytest.MonkeyPatch) -> None:
    (fault,) = faults(
        monkeypatch, ENVIRONMENT="production", BETTER_AUTH_SECRET=SECRET, DATABASE_URL="postgresql://host/name"
    )
    assert fault.startswith("AI_BASE_URL: is not set; ASSISTANT=offline")
    monkeypatch.setenv("ASSISTANT", "offline")
    assert read_settings().uses_offline_assistant


def test_service_has_an_address_and_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    found = faults(monkeypatch, BETTER_AUTH_SECRET=SECRET, ASSISTANT="service")
    assert [line.partition(":")[0] for line in found] == ["AI_BASE_URL", "AI_MODEL"]
    (fault,) = faults(monkeypatch, AI_BASE_URL="http://localhost:11434/v1")
    assert fault.startswith("AI_MODEL: is not set")
    monkeypatch.setenv("AI_MODEL", "llama3.2")
    assert not read_settings().uses_offline_assistant


def test_offline_assistant_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BETTER_AUTH_SECRET", SECRET)
    assert read_settings().uses_offline_assistant


def test_public_keys_come_with_issuer_and_audience(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = "http://localhost:3000/api/auth/jwks"
    found = faults(monkeypatch, BETTER_AUTH_SECRET=SECRET, AUTH_JWKS_URL=keys)
    assert [line.partition(":")[0] for line in found] == ["AUTH_ISSUER", "AUTH_AUDIENCE"]
    (fault,) = faults(monkeypatch, AUTH_ISSUER="handfast", AUTH_AUDIENCE="handfast")
    assert fault.startswith("AUTH_ISSUER: is that of the tokens made here")


@pytest.mark.parametrize(
    ("url", "is_taken"),
    [
        ("https://app.example.com/jwks", True),
        ("http://app.example.com/jwks", False),
        ("http://8.8.8.8/jwks", False),
        ("http://127.0.0.1:3000/jwks", True),
        ("http://[::1]/jwks", True),
        ("http://10.1.2.3/jwks", True),
        ("http://auth:3000/jwks", True),
        ("http://auth.prod.svc/jwks", True),
    ],
)
def test_production_fetches_keys_where_nobody_listens(
    monkeypatch: pytest.MonkeyPatch, url: str, *, is_taken: bool
) -> None:
    environment = {
        "ENVIRONMENT": "production",
        "BETTER_AUTH_SECRET": SECRET,
        "DATABASE_URL": "postgresql://host/name",
        "ASSISTANT": "offline",
        "AUTH_JWKS_URL": url,
        "AUTH_ISSUER": "issuer",
        "AUTH_AUDIENCE": "audience",
    }
    if is_taken:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert read_settings().auth_jwks_url == url
    else:
        (fault,) = faults(monkeypatch, **environment)
        assert fault.startswith("AUTH_JWKS_URL: must begin with https://")


def test_production_does_not_talk_in_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    (fault,) = faults(
        monkeypatch,
        ENVIRONMENT="production",
        BETTER_AUTH_SECRET=SECRET,
        DATABASE_URL="postgresql://host/name",
        AI_BASE_URL="http://ai.example.com/v1",
        AI_MODEL="model",
    )
    assert fault.startswith("AI_BASE_URL: must begin with https://")
    monkeypatch.setenv("AI_BASE_URL", "http://127.0.0.1:11434/v1")
    assert read_settings().ai_base_url == "http://127.0.0.1:11434/v1"


@pytest.mark.parametrize("url", ["http://[::1]:8081/v1", "https://ünïcode.example/v1/", "http://ai_service:1/"])
def test_good_urls(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("BETTER_AUTH_SECRET", SECRET)
    monkeypatch.setenv("AI_BASE_URL", url)
    monkeypatch.setenv("AI_MODEL", "model")
    assert read_settings().ai_base_url == url.rstrip("/")


@pytest.mark.parametrize("key", ["a b", "line\nline", "ключ", "\ttab"])
def test_keys_that_no_header_carries(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    (fault,) = faults(monkeypatch, BETTER_AUTH_SECRET=SECRET, AI_API_KEY=key)
    assert fault == "AI_API_KEY: must be one line of ASCII without blanks"


@pytest.mark.parametrize("claim", ["email", "user.email", "a..b", "a b"])
def test_claims_that_name_nobody(monkeypatch: pytest.MonkeyPatch, claim: str) -> None:
    (fault,) = faults(monkeypatch, BETTER_AUTH_SECRET=SECRET, AUTH_USER_CLAIM=claim)
    assert fault.startswith("AUTH_USER_CLAIM: ")


@pytest.mark.parametrize(
    "url",
    [
        *("localhost:3000", "ftp://host/keys", "https://", "https://user@host/", "http://h/#x"),
        *(
            "http://h:abc/v1",
            "http://h:99999",
            "http://h:0",
            "http://a b/v1",
            "http://h/a b",
            "http://h\n",
            "http://a..b",
        ),
        f"http://{'a' * 70}.example",
    ],
)
def test_bad_urls(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    (fault,) = faults(monkeypatch, BETTER_AUTH_SECRET=SECRET, AI_BASE_URL=url, AI_MODEL="model")
    assert fault.startswith("AI_BASE_URL: must be a URL")


def test_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"PORT=\xff\n")
    with pytest.raises(SettingsInvalid, match=r"\.env: cannot be read"):
        read_settings()


def test_typos_in_the_file(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    assert find_typos(env_file) == []
    env_file.write_text("CORS_ORIGIN=x\nDATABASE_URI=y\nBETTER_AUTH_URL=z\nUNRELATED=1\nPORT=8000\n")
    assert [line.partition(": ")[2] for line in find_typos(env_file)] == [
        "nothing reads CORS_ORIGIN; was CORS_ORIGINS meant?",
        "nothing reads DATABASE_URI; was DATABASE_URL meant?",
    ]


def test_example_names_every_setting_and_no_other() -> None:
    text = (REPOSITORY / ".env.example").read_text()
    documented = re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE)
    assert sorted(documented) == sorted(name.upper() for name in Settings.model_fields)


def test_example_shows_the_defaults() -> None:
    text = (REPOSITORY / ".env.example").read_text()
    shown = dict(re.findall(r"^#([A-Z_]+)=(.+)$", text, re.MULTILINE))
    assert shown.pop("DATA_FOLDER") == "var/postgres"  # kept by the program: in production there is no default
    for name, value in shown.items():
        assert value == str(Settings.model_fields[name.lower()].default).lower(), name


def test_example_is_fit_for_a_start(tmp_path: Path) -> None:
    text = (REPOSITORY / ".env.example").read_text()
    (tmp_path / ".env").write_text(text.replace("BETTER_AUTH_SECRET=", f"BETTER_AUTH_SECRET={SECRET}"))
    assert read_settings().cors_origins == ("http://localhost:3000",)
    assert find_typos() == []


def test_surrogates_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "BETTER_AUTH_SECRET", SECRET + "\udcff")
    assert read_settings().secret_bytes == SECRET.encode() + b"\xff"

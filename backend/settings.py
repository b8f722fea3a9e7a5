"""The settings of one server: read once, from the environment and `.env`, then frozen."""

import ipaddress
import re
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from backend.database_url import conninfo

ENV_FILE = Path(".env")
SECRET_BYTES = 32
HOW_TO_MAKE_A_SECRET = "`openssl rand -base64 48` makes a good one"  # noqa: S105 - it is a command
HOST = re.compile(rb"[0-9A-Za-z_.:-]+")  # a name or an address
URL_TEXT = re.compile(r"[^\x00-\x20\x7f]+")
API_KEY = re.compile(r"[!-~]+")
PLACEHOLDERS = ("change", "placeholder", "example", "your-", "your_", "better-auth-secret", "password")
DIFFERENT_CHARACTERS = 10  # of a random secret there are more than these


SYSTEM_PROMPT = (
    "You are the assistant of a task list. Help its user to plan and to write. Be brief and concrete, answer in the "
    "user's language, and say so when you do not know."
)


class SettingsInvalid(Exception):
    """What keeps the server from starting: one line for each fault, none of which repeats a value."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def _split(value: object) -> object:
    return [item.strip() for item in value.split(",") if item.strip()] if isinstance(value, str) else value


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or value != f"{parts.scheme}://{parts.netloc}":
        raise ValueError("must be like https://app.example.com, with no path and no slash at the end")
    return value.lower()


def _network(value: str) -> str:
    try:
        return str(ipaddress.ip_network(value))
    except ValueError:
        raise ValueError("must be an IP address or a network such as 10.0.0.0/8") from None


def _secret(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value().encode(errors="surrogateescape")) < SECRET_BYTES:
        raise ValueError(f"must be at least {SECRET_BYTES} bytes; {HOW_TO_MAKE_A_SECRET}")
    return value


def _database_url(value: SecretStr) -> SecretStr:
    conninfo(value.get_secret_value())
    return value


def _url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or parts.fragment:
        raise ValueError("must be a URL that begins with http:// or https://, without a user or a fragment")
    try:
        host = (parts.hostname or "").encode("idna")
        is_sound = bool(HOST.fullmatch(host)) and parts.port != 0
    except ValueError:  # of the port, or of a part of the host's name
        is_sound = False
    if not is_sound or not URL_TEXT.fullmatch(value):
        raise ValueError("must be a URL with a host, and no blanks")
    return value.rstrip("/")


def _api_key(value: SecretStr) -> SecretStr:
    if not API_KEY.fullmatch(value.get_secret_value()):
        raise ValueError("must be one line of ASCII without blanks")
    return value


def _user_claim(value: str) -> str:
    # Better Auth's links to verify an address are tokens too, signed with the same secret.
    if value.rsplit(".", maxsplit=1)[-1].lower() == "email":
        raise ValueError("must not be an e-mail address: it is no proof of who somebody is")
    return value


def _is_safe(url: str) -> bool:
    """Tell whether what is asked there is encrypted, or stays on this machine or in its network."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".internal", ".local", ".localhost", ".svc"))


Url = Annotated[str, AfterValidator(_url)]
Origins = Annotated[tuple[Annotated[str, AfterValidator(_origin)], ...], NoDecode, BeforeValidator(_split)]
Networks = Annotated[tuple[Annotated[str, AfterValidator(_network)], ...], NoDecode, BeforeValidator(_split)]


class Settings(BaseSettings):
    """Every setting, under its variable's name in lower case; `.env.example` says what each one means."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True)

    environment: Literal["development", "production"] = "development"
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    workers: Annotated[int, Field(ge=1, le=128)] = 1
    shutdown_seconds: Annotated[int, Field(ge=1, le=3600)] = 10

    database_url: Annotated[SecretStr, AfterValidator(_database_url)] | None = None
    database_pool_size: Annotated[int, Field(ge=1, le=1000)] = 10
    database_prepared_statements: bool = False
    data_folder: Path | None = None

    better_auth_secret: Annotated[SecretStr, AfterValidator(_secret)]
    token_issuer: Annotated[str, Field(min_length=1, max_length=200)] = "handfast"  # noqa: S105 - a name
    token_seconds: Annotated[int, Field(ge=60, le=31_536_000)] = 3600

    auth_jwks_url: Url | None = None
    auth_issuer: Annotated[str, Field(min_length=1, max_length=255)] | None = None
    auth_audience: Annotated[str, Field(min_length=1, max_length=255)] | None = None
    auth_user_claim: Annotated[
        str, Field(pattern=r"^[\w-]+(\.[\w-]+)*$", max_length=100), AfterValidator(_user_claim)
    ] = "sub"

    assistant: Literal["service", "offline"] | None = None
    ai_base_url: Url | None = None
    ai_api_key: Annotated[SecretStr, AfterValidator(_api_key)] | None = None
    ai_model: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    ai_system_prompt: Annotated[str, Field(min_length=1, max_length=20_000)] = SYSTEM_PROMPT
    ai_history_messages: Annotated[int, Field(ge=1, le=1000)] = 20
    ai_alternating_roles: bool = False
    ai_timeout_seconds: Annotated[float, Field(gt=0, le=3600)] = 30
    ai_total_seconds: Annotated[float, Field(gt=0, le=3600)] = 120
    stream_keep_alive_seconds: Annotated[float, Field(gt=0, le=3600)] = 15

    login_limit: Annotated[int, Field(ge=1, le=1_000_000_000)] = 10
    login_seconds: Annotated[int, Field(ge=1, le=86_400)] = 300
    register_limit: Annotated[int, Field(ge=1, le=1_000_000_000)] = 20
    register_seconds: Annotated[int, Field(ge=1, le=86_400)] = 3600

    editions_folder: Path | None = None
    proof_report: Path | None = None

    cors_origins: Origins = ()
    trusted_proxies: Networks = ()
    hsts_seconds: Annotated[int, Field(ge=0, le=63_072_000)] = 31_536_000
    max_body_bytes: Annotated[int, Field(ge=1024, le=1_073_741_824)] = 1_048_576
    body_seconds: Annotated[float, Field(gt=0, le=3600)] = 30

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["auto", "json", "console"] = "auto"

    @property
    def secret_bytes(self) -> bytes:
        return self.better_auth_secret.get_secret_value().encode(errors="surrogateescape")

    @property
    def uses_offline_assistant(self) -> bool:
        """Without a service to ask, a rule-based assistant answers."""
        return self.assistant == "offline" or (self.assistant is None and self.ai_base_url is None)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        """Refuse what is of no use without another setting."""
        faults = []
        if self.auth_jwks_url:
            faults += [
                f"{name}: is not set; with AUTH_JWKS_URL it must be"
                for name, value in (("AUTH_ISSUER", self.auth_issuer), ("AUTH_AUDIENCE", self.auth_audience))
                if value is None
            ]
        if self.auth_issuer == self.token_issuer:
            faults.append("AUTH_ISSUER: is that of the tokens made here, TOKEN_ISSUER")
        if not self.uses_offline_assistant:
            faults += [
                f"{name}: is not set; an AI service needs it"
                for name, value in (("AI_BASE_URL", self.ai_base_url), ("AI_MODEL", self.ai_model))
                if value is None
            ]
        if faults:
            raise ValueError("\n".join(faults))
        return self

    @model_validator(mode="after")
    def _fit_for_production(self) -> Self:
        """Refuse what is convenient while developing and a trap in production."""
        faults = []
        secret = self.better_auth_secret.get_secret_value().lower()
        if len(set(secret)) < DIFFERENT_CHARACTERS or any(word in secret for word in PLACEHOLDERS):
            faults.append(f"BETTER_AUTH_SECRET: looks like a placeholder; {HOW_TO_MAKE_A_SECRET}")
        if self.database_url is None and self.data_folder is None:
            faults.append("DATABASE_URL: is not set, nor is DATA_FOLDER, where an embedded database would be")
        if self.auth_jwks_url and not _is_safe(self.auth_jwks_url):
            faults.append("AUTH_JWKS_URL: must begin with https://, or anybody on the way can put in a key")
        if self.ai_base_url and not _is_safe(self.ai_base_url):
            faults.append("AI_BASE_URL: must begin with https://, or anybody on the way can read along")
        if self.uses_offline_assistant and self.assistant is None:
            faults.append("AI_BASE_URL: is not set; ASSISTANT=offline if a rule-based assistant is really wanted")
        if self.proof_report is not None:
            faults.append("PROOF_REPORT: is shown outside production only; it says too much of how the server is built")
        if faults and self.environment == "production":
            raise ValueError("\n".join(faults))
        return self


def read_settings(env_file: Path | None = ENV_FILE) -> Settings:
    """Read the environment, and below it the file if there is one; raise SettingsInvalid with every fault."""
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        raise SettingsInvalid([line for fault in error.errors() for line in _describe(fault)]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsInvalid([f"{env_file}: cannot be read: {type(error).__name__}"]) from None


def _describe(fault: ErrorDetails) -> list[str]:
    message = fault["msg"].removeprefix("Value error, ").replace("Input should be", "must be", 1)
    if not fault["loc"]:
        return message.splitlines()
    name, *item = fault["loc"]
    if fault["type"] == "missing":
        message = "is not set"
        if name == "better_auth_secret":
            message += f"; {HOW_TO_MAKE_A_SECRET}"
    where = f"entry {int(item[0]) + 1} " if item and isinstance(item[0], int) else ""
    return [f"{str(name).upper()}: {where}{message}"]


def find_typos(env_file: Path = ENV_FILE) -> list[str]:
    """Return a line for each variable of the file that nothing reads but that almost has the name of one."""
    names = [name.upper() for name in Settings.model_fields]
    warnings = []
    for name in dotenv_values(env_file) if env_file.is_file() else ():
        close = get_close_matches(name.upper(), names, n=1, cutoff=0.85)
        if close and close[0] != name.upper():
            warnings.append(f"{env_file}: nothing reads {name}; was {close[0]} meant?")
    return warnings

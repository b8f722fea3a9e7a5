"""The assistant behind chat: an AI service, or rules that stand in for one."""

from backend.assistant.interface import (
    MAX_CHARACTERS,
    Answer,
    AnswerCutOff,
    Assistant,
    AssistantFailed,
    Prompt,
    Turn,
)
from backend.assistant.offline import OfflineAssistant
from backend.assistant.service import ServiceAssistant

__all__ = [
    "MAX_CHARACTERS",
    "Answer",
    "AnswerCutOff",
    "Assistant",
    "AssistantFailed",
    "OfflineAssistant",
    "Prompt",
    "ServiceAssistant",
    "Turn",
]

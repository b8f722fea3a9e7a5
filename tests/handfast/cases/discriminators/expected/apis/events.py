"""Operations tagged `events`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from ..schemas import AnyEvent, AnyVehicle, Diary, Duck, Exchange, Mover, Place, Runner, Taxi, Town
from ..support.problems import Refused


@dataclass(frozen=True, slots=True)
class AddMover201:
    """201: Added."""

    content: Duck


@dataclass(frozen=True, slots=True)
class AddMover202:
    """202: Added."""

    content: Runner


class EventsApi(ABC):
    """Operations tagged `events`."""

    @abstractmethod
    async def list_events(self) -> list[AnyEvent]:
        """GET /events."""

    @abstractmethod
    async def add_exchange(self, body: Exchange) -> None:
        """POST /events."""

    @abstractmethod
    async def add_place(self, body: Place) -> None:
        """POST /places."""

    @abstractmethod
    async def add_mover(self, body: Mover) -> AddMover201 | AddMover202:
        """POST /movers."""

    @abstractmethod
    async def add_diary(self, body: Diary) -> None:
        """POST /diaries."""

    @abstractmethod
    async def add_vehicle(self, body: AnyVehicle) -> AnyVehicle:
        """POST /vehicles."""

    @abstractmethod
    async def add_taxi(self, body: Taxi) -> None:
        """POST /taxis."""

    @abstractmethod
    async def add_town(self, body: Town) -> None:
        """POST /towns."""


class UnimplementedEvents(EventsApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def list_events(self) -> list[AnyEvent]:
        raise Refused(501)

    async def add_exchange(self, body: Exchange) -> None:
        raise Refused(501)

    async def add_place(self, body: Place) -> None:
        raise Refused(501)

    async def add_mover(self, body: Mover) -> AddMover201 | AddMover202:
        raise Refused(501)

    async def add_diary(self, body: Diary) -> None:
        raise Refused(501)

    async def add_vehicle(self, body: AnyVehicle) -> AnyVehicle:
        raise Refused(501)

    async def add_taxi(self, body: Taxi) -> None:
        raise Refused(501)

    async def add_town(self, body: Town) -> None:
        raise Refused(501)

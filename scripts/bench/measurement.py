"""Rounds: each server in turn, each operation, over and over, so that what disturbs one disturbs all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from bench.load import LoadFailed, Operation, put_load
from bench.servers import Server
from bench.usage import Elsewhere

WARM_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One load. Shares are of one core and of the time that the load took."""

    rate: float
    """Answers in a second."""
    cpu_us: float
    """Microseconds of the server's CPU for each answer."""
    server_share: float
    """What is missing to 1 is time in which the server waited: for its core, for PostgreSQL or for the disk."""
    elsewhere_share: float
    """Used by the load generator and PostgreSQL together."""


Results = dict[str, dict[str, list[Sample]]]
"""By operation, then by server, in the order of the rounds."""


def middle(samples: Sequence[Sample]) -> Sample:
    """Return the median of each."""
    return Sample(
        rate=median(sample.rate for sample in samples),
        cpu_us=median(sample.cpu_us for sample in samples),
        server_share=median(sample.server_share for sample in samples),
        elsewhere_share=median(sample.elsewhere_share for sample in samples),
    )


@dataclass(frozen=True, slots=True)
class Measurement:
    """What is measured, and how long."""

    servers: Sequence[Server]
    operations: Sequence[Operation]
    rounds: int
    seconds: float
    connections: int
    tidy: Callable[[], None]
    """Called before each round."""
    tell: Callable[[str, str], None]
    """Called before each load, with what is being done and on what."""

    async def run(self) -> Results:
        await self._round("warming up", WARM_SECONDS)
        rounds = []
        for number in range(self.rounds):
            self.tidy()
            rounds.append(await self._round(f"round {number + 1} of {self.rounds}", self.seconds))
        return {
            operation.name: {
                server.name: [each[operation.name, server.name] for each in rounds] for server in self.servers
            }
            for operation in self.operations
        }

    async def _round(self, name: str, seconds: float) -> dict[tuple[str, str], Sample]:
        samples = {}
        for operation in self.operations:
            for server in self.servers:
                self.tell(name, f"{operation.name}, {server.name}")
                samples[operation.name, server.name] = await self._sample(server, operation, seconds)
        return samples

    async def _sample(self, server: Server, operation: Operation, seconds: float) -> Sample:
        elsewhere = Elsewhere(each.pid for each in self.servers)
        before, before_elsewhere = server.cpu_seconds(), elsewhere.cpu_seconds()
        try:
            load = await put_load(server.port, operation, connections=self.connections, seconds=seconds)
        except LoadFailed as failed:
            raise LoadFailed(f"{server.name}, {failed}") from None
        used, used_elsewhere = server.cpu_seconds() - before, elsewhere.cpu_seconds() - before_elsewhere
        return Sample(
            rate=load.answers / load.seconds,
            cpu_us=used / load.answers * 1e6,
            server_share=used / load.seconds,
            elsewhere_share=used_elsewhere / load.seconds,
        )

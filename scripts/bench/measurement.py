"""Rounds: each server in turn, each operation, over and over, so that what disturbs one disturbs all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import process_time

from bench.load import Operation, put_load
from bench.servers import Server

WARM_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One load: what it came to in a second, and what it cost the server."""

    rate: float
    cpu_us: float
    """Microseconds of the server's CPU for each request."""
    busy: float
    """The share of the time in which the server had its core: what is missing to 1 it waited."""
    generator_busy: float
    """The same of the load generator."""


@dataclass(slots=True)
class Samples:
    """Those of one server and one operation, in the order of the rounds."""

    each: list[Sample] = field(default_factory=list)

    @property
    def rates(self) -> list[float]:
        return [sample.rate for sample in self.each]

    @property
    def rate(self) -> float:
        return median(self.rates)

    @property
    def cpu_us(self) -> float:
        return median(sample.cpu_us for sample in self.each)

    @property
    def busy(self) -> float:
        return median(sample.busy for sample in self.each)


Results = dict[str, dict[str, Samples]]
"""By operation, then by server."""


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
    tell: Callable[[str], None]

    async def run(self) -> Results:
        for operation in self.operations:
            for server in self.servers:
                self.tell(f"warming {server.name}: {operation.name}")
                await self._sample(server, operation, WARM_SECONDS)
        results: Results = {
            operation.name: {server.name: Samples() for server in self.servers} for operation in self.operations
        }
        for number in range(self.rounds):
            self.tidy()
            for operation in self.operations:
                for server in self.servers:
                    self.tell(f"round {number + 1} of {self.rounds}: {operation.name}, {server.name}")
                    sample = await self._sample(server, operation, self.seconds)
                    results[operation.name][server.name].each.append(sample)
        return results

    async def _sample(self, server: Server, operation: Operation, seconds: float) -> Sample:
        cpu, own = server.cpu_seconds(), process_time()
        load = await put_load(server.port, operation, connections=self.connections, seconds=seconds)
        cpu, own = server.cpu_seconds() - cpu, process_time() - own
        return Sample(
            rate=load.answers / load.seconds,
            cpu_us=cpu / load.answers * 1e6,
            busy=cpu / load.seconds,
            generator_busy=own / load.seconds,
        )

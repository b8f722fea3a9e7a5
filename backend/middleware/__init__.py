"""What surrounds every request, from the outside in: proxies, exchange, origins, bodies, failures."""

from fastapi import FastAPI

from backend.middleware.bodies import Bodies
from backend.middleware.exchange import Exchange
from backend.middleware.failures import Failures
from backend.middleware.origins import Origins
from backend.middleware.proxies import Proxies
from backend.settings import Settings


def surround(app: FastAPI, settings: Settings) -> None:
    """Put the layers around an application; those that nothing is set for are left out."""
    app.add_middleware(Failures)
    app.add_middleware(Bodies, seconds=settings.body_seconds)
    if settings.cors_origins:
        app.add_middleware(Origins, origins=settings.cors_origins)
    app.add_middleware(Exchange, settings=settings)
    if settings.trusted_proxies:
        app.add_middleware(Proxies, proxies=settings.trusted_proxies)

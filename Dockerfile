# The server alone: no toolchain, no tests, no embedded database unless DATA_FOLDER asks for one.
FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements.lock .
RUN python -m venv /app/.venv \
    && /app/.venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /app handfast
WORKDIR /app
COPY --from=build /app/.venv .venv
COPY generated generated
COPY backend backend
USER handfast
ENV ENVIRONMENT=production HOST=0.0.0.0 PORT=8000 PYTHONUNBUFFERED=1
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s \
    CMD [".venv/bin/python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/health/ready')"]
CMD [".venv/bin/python", "-m", "backend"]

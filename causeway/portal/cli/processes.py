"""The commands that are one process each: web, worker, scheduler."""

import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import click

from causeway.portal.cli.settings import child_environment, connected_settings
from causeway.tenants.embedded.launch import die_with_parent
from causeway.tenants.settings import Settings

WSGI_TARGET = "causeway.wsgi:app"
DRAIN_SECONDS = 10
# Read by prometheus_client when it is imported.
SHARED_FIGURES = "PROMETHEUS_MULTIPROC_DIR"


@click.command()
def web() -> None:
    """Run the web processes on CAUSEWAY_HOST and CAUSEWAY_PORT until SIGTERM, which lets requests finish."""
    settings = connected_settings()
    os.environ.update(child_environment(settings))
    with _shared_figures():
        _serve(settings)


@click.command()
def worker() -> None:
    """Run one worker until SIGTERM, which lets it finish what it has claimed."""
    settings = connected_settings()
    _guard_forks()
    from causeway.portal.jobs import run_worker

    run_worker(settings)


@click.command()
def scheduler() -> None:
    """Run the scheduler until SIGTERM."""
    settings = connected_settings()
    _guard_forks()
    from causeway.portal.jobs import run_scheduler

    run_scheduler(settings)


@contextmanager
def _shared_figures() -> Iterator[None]:
    """A directory in which the web processes add up their figures, unless `up` or an operator gave one."""
    if os.environ.get(SHARED_FIGURES):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="causeway-figures-") as directory:
        os.environ[SHARED_FIGURES] = directory
        yield


def _serve(settings: Settings) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # Imported before the workers are forked, so that they share the memory and start at once.
    import causeway.portal.app  # noqa: F401

    server = Granian(
        WSGI_TARGET,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.web_workers,
        blocking_threads=settings.web_threads,
        respawn_failed_workers=True,
        workers_kill_timeout=DRAIN_SECONDS,
        log_level=LogLevels.warning,
    )
    loader = partial(_load_application, os.getpid())
    server.serve(target_loader=loader, wrap_loader=False)


def _load_application(parent: int) -> Any:
    """The application, in a worker process that ends with the granian that started it.

    Measured: a granian worker outlives a killed parent for good and keeps the port, so each one asks the kernel.
    """
    die_with_parent(signal.SIGKILL, parent)
    from causeway.portal import garbage
    from causeway.wsgi import app

    garbage.collect_seldom()
    return app


def _guard_forks() -> None:
    """Whatever this process forks ends with it: the kernel's promise to us is not inherited."""
    parent: list[int] = []

    def remember() -> None:
        parent[:] = [os.getpid()]

    def guard() -> None:
        die_with_parent(signal.SIGKILL, parent[0])

    register: Callable[..., None] = os.register_at_fork
    register(before=remember, after_in_child=guard)

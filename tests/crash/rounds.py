"""Hurt it, let it come back, settle accounts: what all crash runs have in common."""

import random
from collections.abc import Callable

import pysqlite3

from tests import engines
from tests.crash.ending import look_at_everything
from tests.crash.load import Load, Report
from tests.journeys.company import Company

CHECK_EVERY = 10
SERVER = "backend.app:create_app"
Hurt = Callable[[Load, Company, random.Random], None]
"""Does harm under load; the server answers again, and nobody speaks, when it returns."""


def rounds(
    times: int, engine: engines.Engine, seed: int, hurt: Hurt, *, app: str = SERVER,
    tell: bool = False,
) -> Report:  # fmt: skip
    """So many times, or until the first fault."""
    rng, report = random.Random(seed), Report()
    database = engine.new()
    company = Company(database, masters_only=True)
    company.server.app = app
    try:
        company.server.start()
        with Load(company.server.url, report) as load:
            while report.kills < times and not report.faults:
                hurt(load, company, rng)
                report.kills += 1
                load.settle_accounts()
                if report.kills % CHECK_EVERY == 0 or report.kills == times:
                    look_at_the_file(database, report)
                    if tell:
                        print(f"{report.kills} kills, {report.acknowledged} answered", flush=True)
                load.gate.set()
            if not report.faults:
                load.deliver_all()
                load.settle_accounts()
                look_at_everything(company, load, report)
    finally:
        company.server.kill()
        engine.drop(database)
    return report


def look_at_the_file(database: engines.Database, report: Report) -> None:
    """Beside the running server, which did the recovery: what it lives on now must be whole."""
    if database.url:
        return
    connection = pysqlite3.connect(f"file:{database.path}?mode=ro", uri=True)
    try:
        said = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    finally:
        connection.close()
    if said != ["ok"]:
        report.faults.append(f"integrity_check: {said[:3]}")

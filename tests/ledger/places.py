"""Where a test keeps its ledger: a file, or a schema of its own in a PostgreSQL database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from ire_gate.ledger.database import Database

SERVER = "TEST_POSTGRES_URL"
"""The variable with the URL of a database that tests may write to; ``.ci/with-postgres`` sets it."""

PLACES = ("sqlite", "postgresql")


@contextmanager
def postgres_schema() -> Iterator[str]:
    """The URL of an empty schema, which is dropped in the end."""
    server = os.environ.get(SERVER)
    if not server:
        pytest.skip(f"needs PostgreSQL: {SERVER} is not set (.ci/with-postgres sets it)")
    name = f"t{uuid4().hex}"
    engine = sa.create_engine(sa.make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE SCHEMA {name}"))
    # The name tells this test's connections from those of others at the same server.
    url = sa.make_url(server).update_query_dict({"options": f"-csearch_path={name}", "application_name": name})
    yield url.render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()


def database_at(place: str) -> Database:
    return Database(place) if "://" in place else Database.in_file(Path(place))


@contextmanager
def writing(place: str) -> Iterator[sa.Connection]:
    """A connection to what may be no ledger yet; all is written in the end."""
    url = sa.make_url(place if "://" in place else f"sqlite:///{place}")
    engine = sa.create_engine(url if url.get_backend_name() == "sqlite" else url.set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        yield connection
    engine.dispose()

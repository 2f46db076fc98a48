"""The backend's place and class have the names that Django looks for."""

from typing import Any

from django.db.backends.postgresql import base
from psycopg import OperationalError
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes no connection from the pool that Postgres has closed.

    The pool's own check (CONN_HEALTH_CHECKS) pauses longer and longer after each connection that fails it. After a
    restart of Postgres all do, and whoever comes first has waited in vain for five seconds before the fourth.
    """

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        while True:
            connection = super().get_new_connection(conn_params)
            if not self.pool or _works(connection):
                return connection
            self.pool.putconn(connection)  # which puts a new one in its place


def _works(connection: Any) -> bool:
    try:
        ConnectionPool.check_connection(connection)
    except OperationalError:
        return False
    return True

"""The real PostgreSQL and Valkey that run from wheels when no server is named: for `causeway up` and for tests."""

from causeway.tenants.embedded.servers import Servers, find_running_servers, start_servers, temporary_servers

__all__ = ["Servers", "find_running_servers", "start_servers", "temporary_servers"]

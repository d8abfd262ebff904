"""PostgreSQL for the long tests."""

from tests.postgres import postgres_url

__all__ = ["postgres_url"]

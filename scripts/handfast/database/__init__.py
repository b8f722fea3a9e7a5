"""The database spec: DBML on one side, the live catalogue of a migrated database on the other.

The spec is not compared as text. It is built as tables beside the live ones, in a transaction that is rolled back, and
the catalogue is asked about both: what PostgreSQL makes of a type, a default or a condition is PostgreSQL's to say.
"""

from handfast.database.comparison import compare

__all__ = ["compare"]

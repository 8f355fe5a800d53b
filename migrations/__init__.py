"""The database's history; carried by the wheel."""

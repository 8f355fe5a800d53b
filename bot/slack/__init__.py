"""Listeners by feature: read the payload, one transaction, one view, send."""

"""Settings, addresses, the admin site, roles, and readiness: the one place that sees every app."""

__version__ = "0.1.0"

"""Loads what every test run needs. It stands here because pytest reads `pytest_plugins` in the top folder only."""

pytest_plugins = ["tests.tools"]

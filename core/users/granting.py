"""Read what every app grants."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

OURS = frozenset({"association", "events", "knowledge", "members", "search", "core"})


def read_grants() -> None:
    """Import ``permissions.py`` of every app of ours; libraries have modules of this name that grant nothing."""
    for config in apps.get_app_configs():
        if config.name.split(".")[0] in OURS and module_has_submodule(config.module, "permissions"):
            import_module(f"{config.name}.permissions")

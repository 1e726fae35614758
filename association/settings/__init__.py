"""Settings from the environment. docs/settings.md explains every variable."""

"""Signing in with an identity of another house, by OpenID Connect; an app of its own, there only where it is set up."""

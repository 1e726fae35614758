"""The public reading interface for programs: what all its endpoints share, and those of sources and concepts.

It stands above the parts of core, none of which knows it; the apps above bring endpoints of their own.
"""

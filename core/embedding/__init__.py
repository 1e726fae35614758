"""A figure as a picture for other sites: one SVG that carries its words, its sources and nothing foreign."""

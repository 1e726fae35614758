"""The graph: records are its nodes, relations its edges."""

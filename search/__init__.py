"""Search over the records of every kind: query, analysis, engines, stored documents, results. Knows no domain."""

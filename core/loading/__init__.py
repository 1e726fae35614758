"""The framework by which a folder of YAML becomes rows through operations, and rows become YAML again."""

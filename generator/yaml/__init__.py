"""Strict YAML: text in, values with their places out; and small edits to files that people wrote."""

"""Faults that a machine can have at any moment. ``make test`` tries a few of them, ``make torture`` many."""

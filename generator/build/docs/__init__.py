"""Planned pages in, files under docs/ out: only what changed is written, and never over a file that a person wrote.

Every file carries a stamp that tells whether it is generated, edited or a person's own.
"""

"""In: parsed files and content/ as it is. Out: a plan of file changes and a report of what became of each paper.

All of it is pure, except ``parsing``, which reads and parses a file in a child process, and ``run``, which loads
content/, looks up deleted records in Git, and applies the plan.
"""

"""In: parsed files and content/ as it is. Out: a plan of file changes and a report of what became of each paper.

All of it is pure, except ``run``, which loads content/, asks Git which records were deleted, and applies the plan.
"""

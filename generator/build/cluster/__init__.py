"""Work of a build on a cluster of Dask: batches in, their results out.

``bridge`` is the build's side, ``bridge_program`` a process that talks to Dask, and ``worker`` what a worker runs.
"""

"""In: a built site, and the address of a target: a folder, a bucket of S3 or a place for rsync.
Out: the target with the same files, of which only changed ones were uploaded. Only ``run`` and ``targets`` use disk,
network and programs."""

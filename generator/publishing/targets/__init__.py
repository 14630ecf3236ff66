"""In: files to upload and to delete, in order. Out: the same at a folder, in a bucket of S3, or by rsync."""

"""Search records in, a Pagefind index in shards out."""

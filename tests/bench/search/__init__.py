"""Quality of search: judged queries and known items in, figures for BM25 and for the site's own search out."""

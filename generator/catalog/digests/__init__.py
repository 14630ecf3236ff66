"""In: the files of content/digests/. Out: what editors say about a day, a week or a month, and series of digests."""

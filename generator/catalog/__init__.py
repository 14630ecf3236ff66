"""In: a library of records, mentions and notes, and the topics file.
Out: a catalog of entries with topics and related papers, by key, day and topic; periods of the calendar. Pure."""

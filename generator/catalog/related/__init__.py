"""In: titles and abstracts, and the topics of each paper.
Out: related papers of each, with the topics and words that they share. Pure."""

"""In: the topics file and papers.
Out: each paper's topics with the evidence for them, and papers and phrases that no topic covers. Pure."""

"""In: the authors of papers, and content/people.yaml. Out: people with their papers, and pairs of names to look at."""

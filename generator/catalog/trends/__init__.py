"""A catalog in, what is rising and most upvoted in its newest weeks out."""

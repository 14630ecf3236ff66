"""In: a paper and its record's key.

Out: the citation of the paper, in BibTeX, RIS, CSL-JSON, CSV and COinS.
"""

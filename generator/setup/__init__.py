"""The files that a digest needs besides its records. A folder comes in; a new digest, an updated one, or a list of what
it lacks goes out.
"""

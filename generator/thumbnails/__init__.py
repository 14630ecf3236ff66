"""Small pictures of papers. In: records and lists of sources that name pictures.
Out: WebP files of limited size in .digestif/thumbnails/, and problems of pictures that cannot be shown.
"""

"""Pages under docs/ in, HTML pages out. MkDocs renders one frame for each shape of page."""

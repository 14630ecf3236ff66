"""From pages to a public site: writing under docs/, MkDocs, the search index, the report of a build."""

"""One module per kind of page. In: the render context.
Out: pages, each with a frozen view that holds everything its template prints."""

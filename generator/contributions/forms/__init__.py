"""Issue forms in, changes of records or reasons for refusing them out; and links that open a filled-in form."""

"""Record files. In: bytes. Out: a validated paper, or problems; and back to bytes in canonical form.

Also the schema, its limits and the descriptions of its fields. Nothing here reads or writes files."""

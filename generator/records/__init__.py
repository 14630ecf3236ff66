"""One record file: bytes in, a validated paper out, and back. Schema, field help and canonical form. Pure."""

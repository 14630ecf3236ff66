"""The map of papers. In: papers with their vectors; out: a place on the plane for each, near related papers."""

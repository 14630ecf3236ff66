"""The command line: reads what a person typed, calls one stage, says what happened."""

"""The command line. Arguments come in; calls of the other stages, sentences and exit codes go out."""

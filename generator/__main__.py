"""``python -m generator`` is the command ``digestif``."""

from generator.cli.main import main

if __name__ == "__main__":
    main(prog_name="digestif")

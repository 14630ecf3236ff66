"""Every command and option is documented where people look: docs/commands.md is what the commands say themselves."""

from importlib import import_module
from pathlib import Path

import click

from generator.cli.main import MODULES, main
from generator.cli.reference import commands_of, commands_page

ROOT = Path(__file__).parent.parent.parent


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == commands_page(main), "make docs"


def test_every_command_and_option_says_what_it_is_for() -> None:
    page = commands_page(main)
    for name, command in commands_of(main):
        assert f"## digestif {name}\n" in page
        assert command.help, name
        for option in (parameter for parameter in command.params if isinstance(parameter, click.Option)):
            assert option.help, f"{name}: {option.name}"


def test_every_command_is_found_in_its_module() -> None:
    having = {name: import_module(f"generator.cli.{name}").COMMANDS for name in set(MODULES.values())}
    found = {command.name: module for module, commands in having.items() for command in commands}
    assert found == MODULES

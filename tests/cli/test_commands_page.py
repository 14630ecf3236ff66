"""Every command and option is documented, and the generated files are the ones that ``make docs`` writes."""

from importlib import import_module
from pathlib import Path

import click
import pytest

from generator.cli.main import COMMANDS, main
from tests.tools.references import commands_of, commands_page, generated_files

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("file", generated_files())
def test_a_generated_file_is_up_to_date(file: str) -> None:
    assert (ROOT / file).read_bytes() == generated_files()[file], "run make docs"


def test_every_command_and_option_has_a_help_text() -> None:
    page = commands_page(main)
    for name, command in commands_of(main):
        assert f"## digestif {name}\n" in page
        assert command.help, name
        for option in (parameter for parameter in command.params if isinstance(parameter, click.Option)):
            assert option.help, f"{name}: {option.name}"


def test_the_list_of_commands_agrees_with_the_commands() -> None:
    modules = {listed.module for listed in COMMANDS.values()}
    found = {
        command.name: (module, command.get_short_help_str(limit=100))
        for module in modules
        for command in import_module(f"generator.cli.{module}").COMMANDS
    }
    assert found == {name: (listed.module, listed.summary) for name, listed in COMMANDS.items()}

"""Files of translations complete existing records, and nothing else."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from generator.cli.main import main

RECORD = "content/papers/2025/07/31/2507.00001.yaml"
TABLE = "key,language,title,abstract,model\n2507.00001,zh,论数,文。,M\nold-key,ja,数について,,M\nnope,zh,无,,M\n"


def _run(site: Path, *arguments: str) -> str:
    result = CliRunner().invoke(main, ["-C", str(site), *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.output


def _make(site: Path) -> Path:
    (site / RECORD).parent.mkdir(parents=True)
    (site / "mkdocs.yml").write_text("site_name: A\ntheme: {name: digestif}\n")
    (site / RECORD).write_text(
        "title: On Numbers\ndate: 2025-07-31\nids: {arxiv: '2507.00001'}\naliases: [old-key]  # moved\n"
    )
    (site / "list.csv").write_text(TABLE, encoding="utf-8")
    return site


def test_translations_complete_records_by_key_alias_and_id(tmp_path: Path) -> None:
    site = _make(tmp_path / "site")
    (site / "more.jsonl").write_text('{"arxiv": "2507.00001", "lang": "de", "title": "Über Zahlen", "by": "Ada"}\n')
    output = _run(site, "import", str(site / "list.csv"), str(site / "more.jsonl"))
    assert "1 paper has no record to complete:\n  nope\n" in output
    assert (site / RECORD).read_text(encoding="utf-8") == (
        "title: On Numbers\ndate: 2025-07-31\nids: {arxiv: '2507.00001'}\ntranslations:\n"
        "  de:\n    title: Über Zahlen\n    by: Ada\n"
        "  ja:\n    title: 数について\n    model: M\n"
        "  zh:\n    title: 论数\n    abstract: |-\n      文。\n    model: M\n"
        "aliases: [old-key]  # moved\n"
    )
    assert not list(site.glob("content/papers/**/n*.yaml"))
    assert [path.name for path in (site / "content/sources").iterdir()] == ["translations-enrich"]


def test_a_corrected_translation_stays_and_an_unedited_one_follows(tmp_path: Path) -> None:
    site = _make(tmp_path / "site")
    _run(site, "import", str(site / "list.csv"))
    record = site / RECORD
    record.write_text(record.read_text(encoding="utf-8").replace("论数", "论数字"), encoding="utf-8")
    (site / "list.csv").write_text(TABLE.replace("论数", "关于数").replace("数について", "数の話"), encoding="utf-8")
    output = _run(site, "import", str(site / "list.csv"))
    assert "2507.00001: translations.zh: kept your edit\n  yours:  论数字 – 文。\n  source: 关于数 – 文。" in output
    text = record.read_text(encoding="utf-8")
    assert "title: 论数字\n" in text
    assert "title: 数の話\n" in text
    assert "title: On Numbers\n" in text


def test_an_export_of_a_table_brings_its_translations(tmp_path: Path) -> None:
    site = _make(tmp_path / "site")
    _run(site, "import", str(site / "list.csv"))
    table = tmp_path / "export.csv"
    _run(site, "export", "csv", "--out", str(table))
    other = tmp_path / "other"
    other.mkdir()
    (other / "mkdocs.yml").write_text("site_name: B\ntheme: {name: digestif}\n")
    _run(other, "import", str(table))
    assert "translations:\n  ja:\n    title: 数について\n  zh:\n    title: 论数\n" in (other / RECORD).read_text(
        encoding="utf-8"
    )


def test_an_older_translation_does_not_replace_a_newer_one(tmp_path: Path) -> None:
    site = _make(tmp_path / "site")
    for title, day in (("论数", "2025-05-03"), ("旧译", "2024-01-01"), ("关于数", "2025-06-01")):
        (site / "list.csv").write_text(f"key,language,title,date\n2507.00001,zh,{title},{day}\n", encoding="utf-8")
        _run(site, "import", str(site / "list.csv"))
        assert "旧译" not in (site / RECORD).read_text(encoding="utf-8")
    assert "title: 关于数\n" in (site / RECORD).read_text(encoding="utf-8")


def test_rows_of_one_language_are_joined_and_what_is_left_out_is_named(tmp_path: Path) -> None:
    site = _make(tmp_path / "site")
    (site / "list.csv").write_text(
        "key,arxiv,language,title,abstract,by,date\n"
        "2507.00001,,zh,论数,,Ada,2025-05-03\n"
        ",2507.00001,zh,,文。,Ada,2025-05-03\n"
        "2507.00001,,no,Nytt,,Ada,2024-05-03\n"
        "old-key,,NO,Gammelt,,Ada,2023-05-03\n",
        encoding="utf-8",
    )
    output = _run(site, "import", str(site / "list.csv"))
    text = (site / RECORD).read_text(encoding="utf-8")
    assert "  'no':\n    title: Nytt\n    by: Ada\n    date: 2024-05-03\n" in text
    assert "  zh:\n    title: 论数\n    abstract: |-\n      文。\n    by: Ada\n" in text
    assert "list.csv:5:1: warning: translations.no.title: 'Gammelt' was left out" in output
    assert output.count("left out") == 1


def test_a_row_that_no_record_can_hold_does_not_cost_the_others(tmp_path: Path) -> None:
    site = _make(tmp_path / "site")
    (site / "list.csv").write_text(
        "key,language,title,date\n2507.00001,zh,论数,2025-05-03\n2507.00001,de,Zahlen,0001-01-01\n"
        f"2507.00001,fr,{'x' * 2001},2025-05-03\n",
        encoding="utf-8",
    )
    output = _run(site, "import", str(site / "list.csv"))
    assert "list.csv:3:1: translations.de.date: the year 0001 is not supported" in output
    assert "list.csv:4:1: translations.fr.title: has 2,001 characters" in output
    text = (site / RECORD).read_text(encoding="utf-8")
    assert "title: 论数" in text
    assert "de:" not in text


def test_an_unknown_part_of_an_exported_translation_is_named_as_not_read(tmp_path: Path) -> None:
    site = _make(tmp_path / "site")
    (site / "list.jsonl").write_text(
        '{"key": "k", "title": "T", "date": "2025-07-31", "translations": {"es": {"title": "e", "evil": "x"}}}\n'
    )
    assert "not read: translations.es.evil (1)" in _run(site, "import", str(site / "list.jsonl"))

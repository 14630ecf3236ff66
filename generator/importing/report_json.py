"""The report of an import as JSON, for programs: the words of the text, and the problems as ``check`` has them."""

from __future__ import annotations

import json

from generator.importing.report import ImportReport


def import_report_json(report: ImportReport, *, dry_run: bool = False) -> str:
    """Return the report as one JSON object; nothing is left out, however long its lists are."""
    plain = {
        "dry_run": dry_run,
        "problems": [problem.as_json() for problem in report.problems],
        "kept_edits": [
            {"key": each.key, "field": each.field, "yours": each.yours, "source": each.theirs}
            for each in report.conflicts
        ],
        "updated": [{"key": each.key, "fields": list(each.fields)} for each in report.updates],
        "updated_in_lists_only": dict(report.list_changes),
        "fields": [
            {"file": each.file, "source": each.source, "read": list(each.read), "not_read": dict(each.unread)}
            for each in report.fields
        ],
        "repaired": [
            {"key": each.key, "field": each.repair.field, "was": each.repair.was, "now": each.repair.now}
            for each in report.repairs
        ],
        "set_aside": list(report.quarantine),
        "recorded_as_removed": [removed.key for removed in report.deleted],
        "missing": list(report.unexplained),
        "with_errors": list(report.unreadable),
        "no_record": list(report.without_record),
        "renamed": [{"was": old, "now": new} for old, new in report.renamed],
        "counts": {"read": report.counts.read, **report.counts.by_name},
    }
    return json.dumps(plain, indent=2) + "\n"

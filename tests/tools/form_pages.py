"""A page that looks like one of the issue forms on GitHub, made from its template, for the pictures of the guide."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import yaml
from markdown_it import MarkdownIt

_STYLE = """
body { background: #fff; color: #1f2328; font: 14px/1.5 "DejaVu Sans", sans-serif; margin: 0 }
body { padding: 24px; width: 720px }
section { margin-bottom: 22px }
h2 { font-size: 14px; margin: 0 0 4px }
p, small { color: #59636e; display: block; font-size: 12px; margin: 0 0 6px }
.intro { color: inherit; font-size: 14px; margin-bottom: 20px }
.required { color: #d1242f }
.box { background: #f6f8fa; border: 1px solid #d1d9e0; border-radius: 6px; min-height: 21px; padding: 5px 12px }
.text { font-family: "DejaVu Sans Mono", monospace; font-size: 12px; min-height: 54px }
.box { overflow-wrap: anywhere; white-space: pre-wrap }
.placeholder { color: #818b98 }
.menu::after { content: "▾"; float: right }
code { background: #eff1f3; padding: 1px 4px }
"""


def form_page(template: bytes, answers: Mapping[str, str], *, fields: int) -> str:
    """Return HTML of the first fields of a form with these answers, by the fields' ids."""
    form = yaml.safe_load(template)
    asked = [each for each in form["body"] if each["type"] != "markdown"][:fields]
    introduction = [each["attributes"]["value"] for each in form["body"] if each["type"] == "markdown"]
    text = MarkdownIt().render("\n\n".join(introduction)).replace("<p>", '<p class="intro">')
    body = "".join(_field(each, answers.get(each["id"], "")) for each in asked)
    return f'<!doctype html><meta charset="utf-8"><style>{_STYLE}</style><body>{text}{body}</body>'


def _field(field: Mapping[str, Any], answer: str) -> str:
    attributes = field["attributes"]
    required = ' <span class="required">*</span>' if field.get("validations", {}).get("required") else ""
    about = attributes.get("description", "")
    help_text = f"<p>{escape(about)}</p>" if about else ""
    classes = {"textarea": "box text", "dropdown": "box menu"}.get(field["type"], "box")
    shown, hint = answer, ""
    if not answer:
        shown, hint = attributes.get("placeholder", "None" if field["type"] == "dropdown" else ""), " placeholder"
    box = f'<div class="{classes}{hint}">{escape(shown)}</div>'
    return f"<section><h2>{escape(attributes['label'])}{required}</h2>{help_text}{box}</section>"

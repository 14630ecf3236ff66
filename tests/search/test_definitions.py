"""Acronyms that texts define, and papers that get the terms of their equivalents."""

from __future__ import annotations

import pytest

from generator.build.search.definitions import definitions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We study mixture of experts (MoE) models.", [("moe", ["mixture", "experts"])]),
        ("Large language models (LLMs) are large.", [("llm", ["large", "language", "models"])]),
        ("A Retrieval-Augmented Generation (RAG) system", [("rag", ["retrieval", "augmented", "generation"])]),
        ("CoT (chain of thought) prompting", [("cot", ["chain", "thought"])]),
        (
            "Reinforcement learning from human feedback (RLHF)",
            [("rlhf", ["reinforcement", "learning", "human", "feedback"])],
        ),
        ("Results (see Table 2) and (ours) improve (by 3%).", []),
        ("The model (GPT) answers.", []),
        ("an unrelated remark (XYZ)", []),
        ("A (B) ((C)) () (", []),
    ],
)
def test_definitions_of_a_text(text: str, found: list[tuple[str, list[str]]]) -> None:
    assert list(definitions(text)) == found

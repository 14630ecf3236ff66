"""Gaps and disagreements: what a curator should look at before changing the topics file."""

from __future__ import annotations

from generator.catalog.topics.classifier import assign_topics
from generator.catalog.topics.gaps import Disagreement, Gaps, PhraseProposal, find_disagreements, find_gaps
from tests.catalog.topic_cases import a_paper, small_classifier

TOPICS = """
speech:
  name: Speech
  description: What is heard.
  phrases: {speech: 2, voice: 0.5}
biology:
  name: Biology
  description: What lives.
  phrases: {cell: 2}
"""


def test_phrases_are_proposed_that_papers_without_a_clear_topic_share() -> None:
    classifier = small_classifier(TOPICS)
    papers = {
        "b": a_paper("Sourdough fermentation at scale", "We knead."),
        "a": a_paper("A study of sourdough fermentation", "Sourdough rises."),
        "c": a_paper("Rye", "With a voice, on sourdough starters."),
        "d": a_paper("Speech of sourdough bakers", "Speech."),
    }
    assigned = {key: assign_topics(paper, classifier) for key, paper in papers.items()}
    assert find_gaps(papers, assigned) == Gaps(
        without=("a", "b"),
        doubtful=("c",),
        proposals=(
            PhraseProposal(phrase="sourdough", papers=3),
            PhraseProposal(phrase="sourdough fermentation", papers=2),
        ),
    )
    assert find_gaps(papers, assigned, most=1).proposals == (PhraseProposal(phrase="sourdough", papers=3),)


def test_a_disagreement_has_the_topics_of_both_sides() -> None:
    papers = {
        "agreed": a_paper("Speech", topics=["speech"]),
        "missed": a_paper("Speech of a cell", topics=["Speech"]),
        "other": a_paper("Speech", topics=["biology"]),
        "unlabelled": a_paper("Cell"),
    }
    assert find_disagreements(papers, small_classifier(TOPICS)) == (
        Disagreement(key="missed", missed=(), extra=("biology",)),
        Disagreement(key="other", missed=("biology",), extra=("speech",)),
    )

"""Gaps and disagreements: what a curator should look at before changing the topics file."""

from __future__ import annotations

from generator.catalog.topics.classifier import assign_topics
from generator.catalog.topics.gaps import Disagreement, Gaps, TopicProposal, find_disagreements, find_gaps
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


def test_papers_without_a_topic_or_with_a_doubtful_one_propose_the_phrases_they_share() -> None:
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
            TopicProposal(phrase="sourdough", papers=3),
            TopicProposal(phrase="sourdough fermentation", papers=2),
        ),
    )
    assert find_gaps(papers, assigned, most=1).proposals == (TopicProposal(phrase="sourdough", papers=3),)


def test_where_people_and_words_disagree_both_sides_are_told() -> None:
    papers = {
        "agreed": a_paper("Speech", topics=["speech"]),
        "missed": a_paper("Speech of a cell", topics=["Speech"]),
        "other": a_paper("Speech", topics=["biology"]),
        "unlabelled": a_paper("Cell"),
    }
    assert find_disagreements(papers, small_classifier(TOPICS)) == (
        Disagreement(key="missed", missed=(), surplus=("biology",)),
        Disagreement(key="other", missed=("biology",), surplus=("speech",)),
    )

"""Speed of topic assignment: ``python -m tests.bench.topics [COUNT]``."""

from __future__ import annotations

import sys
from time import process_time

from generator.catalog.topics.classifier import Classifier, choose
from generator.catalog.topics.topics_file import parse_topics
from tests.bench.related_corpus import ROOT, real_papers, recombined


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    started = process_time()
    topic_set, _ = parse_topics((ROOT / "content" / "topics.yaml").read_bytes(), file="content/topics.yaml")
    classifier = Classifier(topic_set)
    ready = process_time() - started
    papers = recombined(real_papers(), count)
    started = process_time()
    given = [len(choose(classifier.totals(paper.title, paper.abstract))) for paper in papers]
    taken = process_time() - started
    phrases = sum(len(topic.phrases) for topic in topic_set.topics)
    print(f"{len(topic_set.topics)} topics with {phrases:,} phrases, loaded in {ready * 1000:.0f} ms")
    print(f"{count:,} papers: {count / taken:,.0f} a second, {taken / count * 1000:.2f} ms each (processor time)")
    print(f"{sum(given) / count:.2f} topics a paper, {given.count(0)} papers without one")


if __name__ == "__main__":
    main()

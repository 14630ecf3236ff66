"""Quality and speed of topic assignment: ``python -m tests.bench.topics [COUNT]``."""

from __future__ import annotations

import sys
from time import process_time

from generator.catalog.topics.classifier import Classifier, choose
from generator.catalog.topics.topic_words import shipped_topic_words
from generator.catalog.topics.topics_file import read_topics
from tests.bench.related_corpus import ROOT, real_papers, recombined
from tests.bench.topic_labels import DEVELOPMENT, GIVEN, HELD_OUT, SHARED, labelled_papers, measure_quality


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    started = process_time()
    topic_set = read_topics((ROOT / "content" / "topics.yaml").read_bytes(), file="content/topics.yaml")
    classifiers = {"phrases": Classifier(topic_set), "with words": Classifier(topic_set, shipped_topic_words())}
    ready = process_time() - started
    phrases = sum(len(topic.phrases) for topic in topic_set.topics)
    print(f"{len(topic_set.topics)} topics with {phrases:,} phrases, loaded in {ready * 1000:.0f} ms")
    papers = recombined(real_papers(), count)
    for name, classifier in classifiers.items():
        started = process_time()
        given = [len(choose(classifier.totals(paper.title, paper.abstract))) for paper in papers]
        taken = process_time() - started
        print(f"{name}: {count:,} papers in {taken:.2f} s of processor time, {taken / count * 1000:.2f} ms each")
        print(f"{name}: {sum(given) / count:.2f} topics a paper, {given.count(0)} papers without one")
    if not SHARED.is_dir():
        print("the folder ../shared with labelled papers is missing")
        return
    print("part         labels      micro-F1  precision  recall  macro-F1  main topic")
    for part in (HELD_OUT, DEVELOPMENT, GIVEN):
        for name, classifier in classifiers.items():
            found = measure_quality(labelled_papers(part), classifier)
            numbers = (found.micro, found.precision, found.recall, found.macro, found.main)
            print(f"{part:<12} {name:<11} {'   '.join(f'{number:.3f}' for number in numbers)}")


if __name__ == "__main__":
    main()

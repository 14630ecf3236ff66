"""Make the topic words that come with Digestif: ``python -m tests.tools.topic_words``.

They are learned from the labelled papers of tests/bench, without the held-out ones, and from all other papers of
../shared with the topics that the phrases of content/topics.yaml give them.
"""

from __future__ import annotations

from generator.catalog.topics.classifier import Classifier, choose
from generator.catalog.topics.learning import Example, learn_topic_words
from generator.catalog.topics.topic_words import dump_topic_words
from generator.catalog.topics.topics_file import read_topics
from tests.bench.topic_labels import DEVELOPMENT, GIVEN, ROOT, labelled_papers, shared_papers

TARGET = ROOT / "generator" / "catalog" / "topics" / "topic_words.tsv"


def main() -> None:
    topic_set = read_topics((ROOT / "content" / "topics.yaml").read_bytes(), file="content/topics.yaml")
    classifier = Classifier(topic_set)
    known = {one.paper.title: one.topics for part in (DEVELOPMENT, GIVEN) for one in labelled_papers(part)}
    examples = []
    for key, paper in sorted(shared_papers().items()):
        guessed = paper.title not in known
        topics = known.get(paper.title) or tuple(
            score.topic for score in choose(classifier.totals(paper.title, paper.abstract))
        )
        examples.append(Example(key=key, title=paper.title, abstract=paper.abstract, topics=topics, guessed=guessed))
    words = learn_topic_words(examples, topic_set.by_id)
    TARGET.write_bytes(dump_topic_words(words))
    print(f"{TARGET.name}: {len(words.words):,} words, {TARGET.stat().st_size:,} bytes, from {len(examples)} papers")


if __name__ == "__main__":
    main()

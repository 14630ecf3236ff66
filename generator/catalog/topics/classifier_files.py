"""Makes the classifier of a digest from its files: the topics file, and topic words of its own if there are any."""

from __future__ import annotations

from generator.catalog.topics.classifier import Classifier
from generator.catalog.topics.topic_words import NO_TOPIC_WORDS, TopicWords, parse_topic_words, shipped_topic_words
from generator.catalog.topics.topics_file import read_topics
from generator.files.hashing import hash_texts
from generator.store.content import TOPIC_WORDS_FILE, TOPICS_FILE, Content


def read_classifier(content: Content, *, use_words: bool) -> Classifier:
    """Make the classifier of a digest; ``use_words`` is the setting ``topic_words``.

    Raises DigestifError for errors in the files.
    """
    return Classifier(read_topics(content.topics, file=TOPICS_FILE), _topic_words(content, use_words=use_words))


def classifier_hash(content: Content, classifier: Classifier) -> str:
    """Return a hash of everything that the classifier was made from, except the program."""
    words = content.hashes.get(TOPIC_WORDS_FILE, "shipped") if classifier.topic_words.words else "none"
    return hash_texts(content.hashes.get(TOPICS_FILE, ""), words)


def _topic_words(content: Content, *, use_words: bool) -> TopicWords:
    if not use_words:
        return NO_TOPIC_WORDS
    own = content.topic_words
    return parse_topic_words(own, file=TOPIC_WORDS_FILE) if own else shipped_topic_words()

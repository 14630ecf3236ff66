"""Build pipeline: content/ to pages under docs/, docs/ to site/, with a cache between builds."""

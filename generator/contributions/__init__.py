"""Issue forms in, changes to content/ or reasons for refusal out; differences for reviewers."""

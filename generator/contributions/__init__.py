"""In: issue forms and catalogue answers, with content/ as it is. Out: file changes or reasons for refusal.

Also out: reports for reviewers, with the difference of each changed field, and previews of changed pages.
"""

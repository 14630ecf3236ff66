"""What each source listed on a day: files under content/sources/ in, merged entries and mentions out, and back."""

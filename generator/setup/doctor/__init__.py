"""What a digest needs before it can be published. A folder, and GitHub's answers, come in; results of checks go out."""

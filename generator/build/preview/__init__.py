"""A site and its sources in, a local web server out that rebuilds and reloads when a file changes."""

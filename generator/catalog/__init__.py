"""What the site knows of its papers: entries, days and other periods, topics, related papers. Pure."""

"""Files for crawlers: the sitemap, robots.txt, llms.txt, and days as Markdown."""

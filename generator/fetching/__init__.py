"""HTTP requests to sources in, validated response bytes out, each kept in a cache. Nothing here parses papers."""

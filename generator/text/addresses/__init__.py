"""Web addresses in, checked addresses and what they lead to out."""

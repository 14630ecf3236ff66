"""In: a catalog, the settings, and the environment's secrets.
Out: a day or a week as an e-mail, and its delivery. Only ``sending`` uses the network and the disk."""

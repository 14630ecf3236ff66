"""The disk below one root folder: reads, atomic writes, exchanges, walks, hashes and the lock.

Relative paths come in; bytes and facts about files go out. No function follows a symbolic link.
"""

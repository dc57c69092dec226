"""Writes `fixtures/remits` and `fixtures/truth` out of `fixtures/workspace`: an invented office and the answers.

Knows the contracts only through the workspace's own files and its own plain arithmetic; imports nothing of the
product, so that the answers it writes can contradict it.
"""

"""Decisions of a night: each module asks contracts/ about distinct keys and stores the answers as a relation."""

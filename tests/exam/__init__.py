"""The practice exam: its facts transcribed into a workspace, a night over its remits, the score against its truth."""

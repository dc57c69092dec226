"""Tests of the worklist, its users and the review state."""

"""The worklist page, its users and the review state beneath it."""

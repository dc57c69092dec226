"""The worklist: HTML pages over the published snapshot and the review state. The only home of the web framework."""

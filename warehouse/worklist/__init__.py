"""The poster's page: the published snapshot and the review state, as HTML. The one home of the web framework."""

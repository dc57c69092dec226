"""One pricing rule a file, each with the source of the rule on top. Their order stands in contracts/pricing.py."""

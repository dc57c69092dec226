"""One pricing rule a file, each with the source of the rule on top. contracts/pricing/price.py has their order."""

"""One pricing rule a file, with its source in the docstring. contracts/pricing/price.py has their order."""

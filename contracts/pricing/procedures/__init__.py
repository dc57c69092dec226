"""The procedures behind the lines of a visit: what Medicare pairs, ranks and cuts is a side, a unit or a component.

The rules themselves, and the order in which they apply, are in contracts/pricing/rules.
"""

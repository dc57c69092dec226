"""A year of short payments whose causes are known, and the share of them that a night names."""

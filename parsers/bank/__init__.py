"""What the bank says arrived: CSV statements and NACHA files, one row a movement of money."""

"""What the payer decided: the class of each adjustment, and the state that the remittance alone gives a line."""

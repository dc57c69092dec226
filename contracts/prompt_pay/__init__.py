"""What payers owe for paying late."""

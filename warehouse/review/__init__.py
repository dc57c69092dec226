"""What people did: an event log in SQLite, the rules it follows, its users, and its export into every snapshot."""

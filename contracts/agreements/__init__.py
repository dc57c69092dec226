"""What a payer agreed to: TOML files to agreements and terms, which claims they cover, and until when to dispute."""

"""What is sent to a payer: the letter, its enclosures and the spreadsheet. The only home of typst."""

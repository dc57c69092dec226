"""What comes in: settings, files of the inbox and the bank, archived under their hash before anything reads them."""

"""When and in what order: settings, receiving, the night as a Prefect flow, the command line. No rule lives here."""

"""The commands of the command line, one module a subject, each a thin cover over functions that tests call directly."""

"""A second pricer, slow and plain: it shares no code with contracts/ and reads the CMS files and agreements itself."""

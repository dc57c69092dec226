"""Everything that lives in DuckDB: the facts as they were sent, what is derived from them, what is published."""

import parsers as parsers  # What the parsers ask of polars' memory has to be said before polars is imported.

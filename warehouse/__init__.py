"""Everything that lives in DuckDB: the facts as they were sent, what is derived from them, what is published."""

import parsers as parsers  # sets the memory options of polars, which must happen before polars is imported

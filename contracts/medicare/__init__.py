"""Medicare's physician fee schedule: what a unit of service is worth at a place on a day, from the files CMS publishes.

`rates.MedicareRates` answers; `release_import.import_files` reads new CMS files; `payment` has what Medicare pays of
what it allows. Rules that look at more than one unit of a day are in contracts/pricing.
"""

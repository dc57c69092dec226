"""Medicare's physician fee schedule: what a unit of service is worth at a place on a day, from the files CMS publishes.

`rates.MedicareRates` answers; `importing.import_files` reads new CMS files. Rules that look at more than one unit of a
day, and everything that happens after the allowed amount, do not belong here.
"""

"""The record (audit log): the database writes what changes, `notes` what changes no row.

`actors` tells it who acts and from where, `forgetting` takes people out of it again, `reading`
makes sentences of it.
"""

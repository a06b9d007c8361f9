"""Words of other packages, which ship no Vietnamese for them or none fit for this portal.

Nothing here runs in the program: `makemessages` reads the list, so that the catalog keeps them.
"""

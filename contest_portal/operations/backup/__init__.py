"""One file with everything; made whole or not at all, read with suspicion, proven every night.

`container` is the file, `contents` what is in it, `making` writes it, `reading` opens it,
`loading` brings it into an empty database, `restoring` puts that in the portal's place.
"""

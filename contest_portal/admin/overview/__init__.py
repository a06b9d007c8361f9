"""The first page of the admin: the ceremony at hand in one look, and what waits for a decision.

Each block is a module: a small value that `read` makes of what the services know, None for who may
not see it. What of it waits for somebody it tells itself, as `Decision`s.
"""

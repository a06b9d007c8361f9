"""Sponsors and memoranda: no table yet."""

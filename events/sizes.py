"""Sizes in bytes."""

KIBIBYTE = 1024
MEBIBYTE = 1024 * KIBIBYTE

"""Sponsors, their memoranda, and what they give."""

from sponsorship.models.contribution import Contribution, Instalment, Receipt
from sponsorship.models.memorandum import Article, Basis, Memorandum, Party, SignedScan
from sponsorship.models.sponsor import Logo, Sponsor

__all__ = [
    "Article",
    "Basis",
    "Contribution",
    "Instalment",
    "Logo",
    "Memorandum",
    "Party",
    "Receipt",
    "SignedScan",
    "Sponsor",
]

"""What people ask for by the law on personal data."""

"""What a person may ask for by the law on personal data."""

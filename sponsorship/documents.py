"""The papers of sponsorship."""

"""The only writers of seats and registrations: one rule behind every door."""

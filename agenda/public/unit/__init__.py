"""What an office opens behind its secret link: its own tasks, to report on without an account."""

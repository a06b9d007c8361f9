"""What a delegate or an office opens, without an account."""
